"""What an administrator and the people of a data lake do with Glue, Lake Formation and Athena, by boto3. Prints one JSON
object."""

import json

import boto3
from people import ACCOUNT, Athena, pages, principal, refusal, session

PARQUET = "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat"
found = {}
s3 = boto3.client("s3")
glue = boto3.client("glue")
lake_formation = boto3.client("lakeformation")
for bucket in ("boto-data", "boto-results"):
    s3.create_bucket(Bucket=bucket)


# Glue: databases, tables and their versions, partitions.
glue.create_database(DatabaseInput={"Name": "shop", "LocationUri": "s3://boto-data/shop/"})


def table_input(*columns):
    location = "s3://boto-data/shop/visits/"
    storage = {"Columns": [{"Name": name, "Type": "string"} for name in columns], "Location": location,
               "InputFormat": PARQUET}
    return {"Name": "visits", "StorageDescriptor": storage, "PartitionKeys": [{"Name": "day", "Type": "string"}]}


glue.create_table(DatabaseName="shop", TableInput=table_input("id", "email"))
glue.update_table(DatabaseName="shop", TableInput=table_input("id", "email", "phone"))
versions = pages(glue, "get_table_versions", "TableVersions", 1, DatabaseName="shop", TableName="visits")
found["versions"] = [
    [one["VersionId"], len(one["Table"]["StorageDescriptor"]["Columns"])] for one in versions
]
days = ["2026-01-01", "2026-01-02", "2026-02-01"]
storage = {"Location": "s3://boto-data/shop/visits/", "InputFormat": PARQUET}
inputs = [{"Values": [day], "StorageDescriptor": storage} for day in days]
found["batch"] = glue.batch_create_partition(
    DatabaseName="shop", TableName="visits", PartitionInputList=[*inputs, inputs[0]]
)["Errors"][0]["ErrorDetail"]["ErrorCode"]
found["partitions"] = [
    one["Values"] for one in pages(
        glue, "get_partitions", "Partitions", 1, DatabaseName="shop", TableName="visits",
        Expression="day LIKE '2026-01-%'",
    )
]
found["searched"] = [one["Name"] for one in glue.search_tables(SearchText="visits")["TableList"]]
found["exists"] = refusal(glue.create_database, DatabaseInput={"Name": "shop"})

# Athena makes the table that is queried.
lake_formation.register_resource(ResourceArn="arn:aws:s3:::boto-data", UseServiceLinkedRole=True)
found["registered"] = [
    lake_formation.describe_resource(ResourceArn="arn:aws:s3:::boto-data")["ResourceInfo"]["ResourceArn"],
    "arn:aws:s3:::boto-data" in [one["ResourceArn"] for one in lake_formation.list_resources()["ResourceInfoList"]],
    refusal(lake_formation.register_resource, ResourceArn="arn:aws:s3:::boto-data", UseServiceLinkedRole=True)[0],
]
admin = Athena(boto3.client("athena"), "s3://boto-results/admin/", "shop")
orders = "(VALUES (1, 'a', 'EU'), (2, 'b', 'US'), (3, 'c', 'EU')) AS t (id, note, region)"
found["made"] = admin.rows(
    f"CREATE TABLE orders WITH (external_location = 's3://boto-data/shop/orders/') AS SELECT * FROM {orders}"
)
found["view"] = admin.rows("CREATE VIEW regions AS SELECT id, region FROM orders")

# Lake Formation: each person sees what was granted.
people = {name: session(name) for name in ("columns", "cells", "tagged", "nobody")}


def athena(name):
    return Athena(people[name].client("athena"), f"s3://boto-results/{name}/", "shop")


place = {"DatabaseName": "shop", "Name": "orders"}
lake_formation.grant_permissions(
    Principal=principal("columns"),
    Resource={"TableWithColumns": {**place, "ColumnNames": ["id", "region"]}},
    Permissions=["SELECT"],
)
cells = {"TableCatalogId": ACCOUNT, "DatabaseName": "shop", "TableName": "orders", "Name": "eu"}
lake_formation.create_data_cells_filter(TableData={
    **cells, "RowFilter": {"FilterExpression": "region = 'EU'"}, "ColumnWildcard": {"ExcludedColumnNames": ["note"]},
})
found["filters"] = [
    one["Name"] for one in pages(
        lake_formation, "list_data_cells_filter", "DataCellsFilters", 1,
        Table={"CatalogId": ACCOUNT, **place},
    )
]
lake_formation.create_lf_tag(TagKey="kind", TagValues=["open", "closed"])
found["tagged"] = lake_formation.add_lf_tags_to_resource(
    Resource={"Table": place}, LFTags=[{"TagKey": "kind", "TagValues": ["open"]}]
)["Failures"]
lake_formation.add_lf_tags_to_resource(
    Resource={"TableWithColumns": {**place, "ColumnNames": ["note"]}},
    LFTags=[{"TagKey": "kind", "TagValues": ["closed"]}],
)
tags = lake_formation.get_resource_lf_tags(Resource={"Table": place})
found["tags"] = {one["Name"]: one["LFTags"][0]["TagValues"] for one in tags["LFTagsOnColumns"]}
open_tables = {"ResourceType": "TABLE", "Expression": [{"TagKey": "kind", "TagValues": ["open"]}]}
batch = lake_formation.batch_grant_permissions(Entries=[
    {"Id": "1", "Principal": principal("cells"), "Resource": {"DataCellsFilter": cells}, "Permissions": ["SELECT"]},
    {"Id": "2", "Principal": principal("cells"), "Resource": {"Table": {**place, "Name": "regions"}},
     "Permissions": ["SELECT"]},
    {"Id": "3", "Principal": principal("tagged"), "Resource": {"LFTagPolicy": open_tables}, "Permissions": ["SELECT"]},
    {"Id": "4", "Principal": principal("tagged"), "Resource": {"Table": place}, "Permissions": ["CREATE_TABLE"]},
])
found["failures"] = [[one["RequestEntry"]["Id"], one["Error"]["ErrorCode"]] for one in batch["Failures"]]
everything = "SELECT * FROM orders ORDER BY id"
found["read"] = {name: athena(name).rows(everything) for name in people}
found["hidden"] = athena("columns").rows("SELECT note FROM orders")
found["through the view"] = athena("cells").rows("SELECT count(*) FROM regions")
shown = people["columns"].client("glue")
found["tables"] = [one["Name"] for one in pages(shown, "get_tables", "TableList", DatabaseName="shop")]
table = shown.get_table(DatabaseName="shop", Name="orders")["Table"]
found["columns"] = [one["Name"] for one in table["StorageDescriptor"]["Columns"]]
found["not shown"] = refusal(people["nobody"].client("glue").get_table, DatabaseName="shop", Name="orders")
granted = lake_formation.list_permissions(Principal=principal("columns"), Resource={"Table": place})
found["listed"] = [
    [sorted(one["Resource"]), one["Permissions"]] for one in granted["PrincipalResourcePermissions"]
]
lake_formation.create_lake_formation_opt_in(Principal=principal("columns"), Resource={"Table": place})
found["opt-ins"] = len(lake_formation.list_lake_formation_opt_ins(
    Principal=principal("columns"), Resource={"Table": place})["LakeFormationOptInsInfoList"])
lake_formation.revoke_permissions(
    Principal=principal("columns"),
    Resource={"TableWithColumns": {**place, "ColumnNames": ["id", "region"]}},
    Permissions=["SELECT"],
)
found["revoked"] = athena("columns").rows(everything)
found["not allowed"] = refusal(
    people["nobody"].client("lakeformation").grant_permissions,
    Principal=principal("nobody"), Resource={"Table": place}, Permissions=["SELECT"],
)
print(json.dumps(found))
