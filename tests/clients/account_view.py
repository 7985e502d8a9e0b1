"""All that an administrator sees of an account, by boto3: python account_view.py. Prints one JSON object.

Times, ids and the suffixes of made-up names are left out: they differ between two accounts that are alike.
"""

import json
import re

import boto3
from botocore.exceptions import ClientError

athena = boto3.client("athena")
cloudtrail = boto3.client("cloudtrail")
glue = boto3.client("glue")
iam = boto3.client("iam")
lakeformation = boto3.client("lakeformation")
s3 = boto3.client("s3")
sagemaker = boto3.client("sagemaker")

TIMES = re.compile(r"(Time|Date|LastUsed|LastUpdated|LastModified|UpdateTime|CreatedBy)$")
IDS = {"RoleId", "UserId", "GroupId", "PolicyId", "VersionId", "RequestId", "HostId", "ResponseMetadata", "RoleLastUsed"}
MADE_UP = re.compile(r"-[0-9A-Fa-f]{12}(?![0-9A-Za-z])")


def plain(value):
    if isinstance(value, dict):
        return {
            name: plain(member)
            for name, member in sorted(value.items())
            if name not in IDS and not TIMES.search(name)
        }
    if isinstance(value, list):
        return sorted((plain(item) for item in value), key=lambda item: json.dumps(item, sort_keys=True, default=str))
    return MADE_UP.sub("-MADE-UP", value) if isinstance(value, str) else value


def pages(client, operation, member, **arguments):
    return [item for page in client.get_paginator(operation).paginate(**arguments) for item in page[member]]


def of_bucket(name):
    found = {}
    for setting in (
        "bucket_encryption",
        "bucket_lifecycle_configuration",
        "bucket_ownership_controls",
        "bucket_policy",
        "bucket_tagging",
        "bucket_versioning",
        "public_access_block",
    ):
        try:
            found[setting] = getattr(s3, f"get_{setting}")(Bucket=name)
        except ClientError as error:
            found[setting] = error.response["Error"]["Code"]
    return {**found, "keys": s3.list_objects_v2(Bucket=name)["KeyCount"]}


def details():
    kinds = ("User", "Role", "Group", "LocalManagedPolicy")
    answer = iam.get_account_authorization_details(Filter=list(kinds))
    return {kind: answer[kind] for kind in ("UserDetailList", "RoleDetailList", "GroupDetailList", "Policies")}


databases = pages(glue, "get_databases", "DatabaseList")
domains = pages(sagemaker, "list_domains", "Domains")
trails = cloudtrail.describe_trails()["trailList"]
groups = athena.list_work_groups()["WorkGroups"]
view = {
    "iam": details(),
    "buckets": {bucket["Name"]: of_bucket(bucket["Name"]) for bucket in s3.list_buckets()["Buckets"]},
    "databases": databases,
    "tables": {one["Name"]: pages(glue, "get_tables", "TableList", DatabaseName=one["Name"]) for one in databases},
    "settings": lakeformation.get_data_lake_settings()["DataLakeSettings"],
    "locations": lakeformation.list_resources()["ResourceInfoList"],
    "grants": lakeformation.list_permissions()["PrincipalResourcePermissions"],
    "workgroups": [athena.get_work_group(WorkGroup=group["Name"])["WorkGroup"] for group in groups],
    "domains": [sagemaker.describe_domain(DomainId=domain["DomainId"]) for domain in domains],
    "profiles": [
        sagemaker.describe_user_profile(DomainId=one["DomainId"], UserProfileName=one["UserProfileName"])
        for one in pages(sagemaker, "list_user_profiles", "UserProfiles")
    ],
    "trails": [
        {
            **trail,
            "logging": cloudtrail.get_trail_status(Name=trail["Name"])["IsLogging"],
            "selectors": cloudtrail.get_event_selectors(TrailName=trail["Name"]),
        }
        for trail in trails
    ],
}
print(json.dumps({name: plain(found) for name, found in view.items()}, default=str))
