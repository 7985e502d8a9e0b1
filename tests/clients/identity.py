"""What an administrator does with IAM and STS, by boto3: python identity.py. Prints one JSON object."""

import json
import urllib.error
import urllib.request

import boto3
from botocore.exceptions import ClientError

iam = boto3.client("iam")
sts = boto3.client("sts")


def policy(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def refusal(call, **arguments):
    """Code, text and HTTP status of a call that is to be refused."""
    try:
        call(**arguments)
    except ClientError as error:
        status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        return [error.response["Error"]["Code"], error.response["Error"]["Message"], status]
    raise SystemExit(f"not refused: {arguments}")


def opened(url):
    """Status and body of a presigned URL."""
    try:
        with urllib.request.urlopen(url) as response:
            return [response.status, response.read().decode()]
    except urllib.error.HTTPError as error:
        return [error.code, error.read().decode()]


found = {}
account = sts.get_caller_identity()["Account"]
trust = policy({"Effect": "Allow", "Principal": {"AWS": account}, "Action": ["sts:AssumeRole", "sts:TagSession"]})
role = iam.create_role(RoleName="auditor", AssumeRolePolicyDocument=trust, Tags=[{"Key": "team", "Value": "audit"}])["Role"]
found["trust"] = role["AssumeRolePolicyDocument"]["Statement"][0]["Principal"]
read = iam.create_policy(
    PolicyName="ReadIam", PolicyDocument=policy({"Effect": "Allow", "Action": "iam:List*", "Resource": "*"})
)["Policy"]["Arn"]
iam.attach_role_policy(RoleName="auditor", PolicyArn=read)
iam.get_waiter("role_exists").wait(RoleName="auditor")

credentials = sts.assume_role(
    RoleArn=role["Arn"], RoleSessionName="boto", Tags=[{"Key": "case", "Value": "7"}], DurationSeconds=900
)["Credentials"]
auditor = boto3.Session(
    aws_access_key_id=credentials["AccessKeyId"],
    aws_secret_access_key=credentials["SecretAccessKey"],
    aws_session_token=credentials["SessionToken"],
)
found["listed"] = "auditor" in [one["RoleName"] for page in auditor.client("iam").get_paginator("list_roles").paginate(
    PaginationConfig={"PageSize": 2}) for one in page["Roles"]]
found["refused"] = refusal(auditor.client("iam").get_role, RoleName="auditor")
iam.create_policy_version(
    PolicyArn=read,
    PolicyDocument=policy({"Effect": "Allow", "Action": ["iam:List*", "iam:Get*"], "Resource": "*"}),
    SetAsDefault=True,
)
found["allowed"] = auditor.client("iam").get_role(RoleName="auditor")["Role"]["Tags"]
found["malformed"] = refusal(iam.create_policy, PolicyName="Bad", PolicyDocument='{"Version": "2012-10-17"}')
found["conflict"] = refusal(iam.delete_role, RoleName="auditor")
found["missing"] = refusal(iam.get_role, RoleName="nobody")

identity = auditor.client("sts").generate_presigned_url("get_caller_identity", ExpiresIn=60, HttpMethod="GET")
found["presigned identity"] = opened(identity)
found["spoiled identity"] = opened(identity.replace("GetCallerIdentity", "GetSessionToken"))

token = sts.get_session_token(DurationSeconds=900)["Credentials"]
temporary = boto3.Session(
    aws_access_key_id=token["AccessKeyId"],
    aws_secret_access_key=token["SecretAccessKey"],
    aws_session_token=token["SessionToken"],
)
found["same user"] = temporary.client("sts").get_caller_identity()["Arn"]
found["no iam"] = refusal(temporary.client("iam").list_users)

details = [page for page in iam.get_paginator("get_account_authorization_details").paginate(
    PaginationConfig={"PageSize": 3})]
found["detail"] = [
    one["AttachedManagedPolicies"][0]["PolicyName"]
    for page in details for one in page["RoleDetailList"] if one["RoleName"] == "auditor"
]
print(json.dumps(found))
