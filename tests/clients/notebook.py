"""The published notebook's three queries, by boto3: python notebook.py STAGING_DIR. Prints one JSON object."""

import json
import sys
import time

import boto3

athena = boto3.client("athena")


def read_sql(sql):
    """Columns and rows of a statement, as PyAthena's cursor gives them."""
    query_id = athena.start_query_execution(
        QueryString=sql, ResultConfiguration={"OutputLocation": sys.argv[1]}
    )["QueryExecutionId"]
    for _ in range(200):
        status = athena.get_query_execution(QueryExecutionId=query_id)["QueryExecution"]["Status"]
        if status["State"] in ("SUCCEEDED", "FAILED", "CANCELLED"):
            break
        time.sleep(0.1)
    if status["State"] != "SUCCEEDED":
        raise SystemExit(f"{sql}: {status}")
    pages = athena.get_paginator("get_query_results").paginate(QueryExecutionId=query_id)
    result_sets = [page["ResultSet"] for page in pages]
    columns = [column["Name"] for column in result_sets[0]["ResultSetMetadata"]["ColumnInfo"]]
    rows = [[cell.get("VarCharValue") for cell in row["Data"]] for part in result_sets for row in part["Rows"]]
    return columns, [row for row in rows if row != columns]


account = boto3.client("sts").get_caller_identity()["Account"]
_, databases = read_sql("SHOW DATABASES")
database = databases[0][0]
_, tables = read_sql(f"SHOW TABLES IN {database}")
table = tables[0][0]
columns, rows = read_sql(f"SELECT * FROM {database}.{table} LIMIT 10")
print(json.dumps({"account": account, "databases": databases, "tables": tables, "columns": columns, "rows": len(rows)}))
