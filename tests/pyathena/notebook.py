"""The published notebook's three queries, by PyAthena: python notebook.py STAGING_DIR. Prints one JSON object for each of
its cursors: the default one, the one of dictionaries, and the one of pandas, which reads the result object from S3."""

import json
import sys

try:
    import pandas
    import pyathena
    from pyathena.cursor import DictCursor
    from pyathena.pandas.cursor import PandasCursor
except ImportError as missing:
    raise SystemExit(f"PyAthena with pandas is not installed ({missing}): pip install 'PyAthena[Pandas]'") from missing

connection = pyathena.connect(s3_staging_dir=sys.argv[1], region_name="us-east-1", poll_interval=0.1)


def tuples():
    """By the default cursor."""
    cursor = connection.cursor()
    database = cursor.execute("SHOW DATABASES").fetchall()[0][0]
    table = cursor.execute(f"SHOW TABLES IN {database}").fetchall()[0][0]
    rows = cursor.execute(f"SELECT * FROM {database}.{table} LIMIT 10").fetchall()
    columns = [column[0] for column in cursor.description]
    bound = cursor.execute(
        f"SELECT count(*) FROM {database}.{table} WHERE product_category = %(category)s", {"category": "no such"}
    ).fetchone()
    return {"database": database, "table": table, "columns": columns, "rows": len(rows), "bound": bound[0],
            "types": sorted({type(value).__name__ for row in rows for value in row})}


def dictionaries(database, table):
    rows = connection.cursor(DictCursor).execute(f"SELECT * FROM {database}.{table} LIMIT 10").fetchall()
    return {"columns": list(rows[0]), "rows": len(rows)}


def frames(database, table):
    cursor = connection.cursor(PandasCursor)
    shown = cursor.execute("SHOW DATABASES").fetchall()
    frame = cursor.execute(f"SELECT * FROM {database}.{table} LIMIT 10").as_pandas()
    assert isinstance(frame, pandas.DataFrame)
    return {"shown": [list(row) for row in shown], "columns": list(frame.columns), "rows": len(frame)}


def refusal(database, table):
    """What a column that may not be read raises, by its class."""
    try:
        connection.cursor().execute(f"SELECT customer_id FROM {database}.{table} LIMIT 1")
    except pyathena.OperationalError as error:
        return str(error)
    return None


found = {"tuples": tuples()}
where = (found["tuples"]["database"], found["tuples"]["table"])
found.update(dictionaries=dictionaries(*where), frames=frames(*where), refusal=refusal(*where))
print(json.dumps(found))
