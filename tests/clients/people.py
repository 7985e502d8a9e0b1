"""What the scripts of this folder share: sessions of roles, refusals as values, and statements run to their end."""

import json
import time

import boto3
from botocore.exceptions import ClientError

ACCOUNT = "111122223333"
EVERYTHING = {"Effect": "Allow", "Action": "*", "Resource": "*"}


def policy(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def arn(role):
    return f"arn:aws:iam::{ACCOUNT}:role/{role}"


def principal(role):
    return {"DataLakePrincipalIdentifier": arn(role)}


def session(role, *statements):
    """A session of a new role with these statements, or with every right in IAM."""
    iam = boto3.client("iam")
    trust = policy({"Effect": "Allow", "Principal": {"AWS": ACCOUNT}, "Action": "sts:AssumeRole"})
    iam.create_role(RoleName=role, AssumeRolePolicyDocument=trust)
    document = policy(*(statements or [EVERYTHING]))
    iam.put_role_policy(RoleName=role, PolicyName="rights", PolicyDocument=document)
    found = boto3.client("sts").assume_role(RoleArn=arn(role), RoleSessionName="boto")["Credentials"]
    return boto3.Session(
        aws_access_key_id=found["AccessKeyId"],
        aws_secret_access_key=found["SecretAccessKey"],
        aws_session_token=found["SessionToken"],
    )


def refusal(call, **arguments):
    """Code and text of a call that is to be refused."""
    try:
        call(**arguments)
    except ClientError as error:
        return [error.response["Error"]["Code"], error.response["Error"]["Message"]]
    raise SystemExit(f"not refused: {arguments}")


def pages(client, operation, key, size=None, **arguments):
    """Everything that a paginator of boto3 gives of `key`."""
    config = {} if size is None else {"PageSize": size}
    found = client.get_paginator(operation).paginate(PaginationConfig=config, **arguments)
    return [one for page in found for one in page.get(key, [])]


class Athena:
    """Statements of one session, with their results in one place."""

    def __init__(self, client, output, database):
        self.client = client
        self.output = output
        self.database = database

    def start(self, sql, **more):
        return self.client.start_query_execution(
            QueryString=sql,
            QueryExecutionContext={"Database": self.database},
            ResultConfiguration={"OutputLocation": self.output},
            **more,
        )["QueryExecutionId"]

    def end(self, query_id):
        for _ in range(400):
            execution = self.client.get_query_execution(QueryExecutionId=query_id)["QueryExecution"]
            if execution["Status"]["State"] in ("SUCCEEDED", "FAILED", "CANCELLED"):
                return execution
            time.sleep(0.05)
        raise SystemExit(f"{query_id} did not end")

    def rows(self, sql, size=None, **more):
        """The rows without their header, or why there are none."""
        execution = self.end(self.start(sql, **more))
        status = execution["Status"]
        if status["State"] != "SUCCEEDED":
            return status["StateChangeReason"]
        query_id = execution["QueryExecutionId"]
        config = {} if size is None else {"PageSize": size}
        found = self.client.get_paginator("get_query_results").paginate(
            QueryExecutionId=query_id, PaginationConfig=config
        )
        rows = [row for page in found for row in page["ResultSet"]["Rows"]]
        data = [[cell.get("VarCharValue") for cell in row["Data"]] for row in rows]
        return data[1:] if execution["StatementType"] == "DML" and data else data
