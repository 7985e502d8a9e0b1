"""A stack's life, by boto3 and its waiters: python stacks.py. Prints one JSON object."""

import json

import boto3
from botocore.exceptions import ClientError, WaiterError

cloudformation = boto3.client("cloudformation")
s3 = boto3.client("s3")
NAME = "boto-stack"
QUICK = {"Delay": 1, "MaxAttempts": 30}


def template(**buckets):
    return json.dumps(
        {
            "Parameters": {"Prefix": {"Type": "String", "Default": "boto-stack"}},
            "Resources": {
                name: {
                    "Type": "AWS::S3::Bucket",
                    "Properties": {"BucketName": {"Fn::Sub": "${Prefix}-" + suffix}, **more},
                }
                for name, (suffix, more) in buckets.items()
            },
            "Outputs": {"First": {"Value": {"Fn::GetAtt": ["A", "Arn"]}}},
        }
    )


def wait(waiter, **arguments):
    cloudformation.get_waiter(waiter).wait(StackName=NAME, WaiterConfig=QUICK, **arguments)


def stack():
    return cloudformation.describe_stacks(StackName=NAME)["Stacks"][0]


def bucket_names():
    return sorted(one["Name"] for one in s3.list_buckets()["Buckets"] if one["Name"].startswith(NAME))


found = {}
versioned = {"VersioningConfiguration": {"Status": "Enabled"}}

stack_id = cloudformation.create_stack(StackName=NAME, TemplateBody=template(A=("a", {}), B=("b", {})))["StackId"]
wait("stack_exists")
wait("stack_create_complete")
found["created"] = [stack()["StackStatus"], stack()["Outputs"], bucket_names()]

cloudformation.update_stack(StackName=NAME, TemplateBody=template(A=("a", versioned), C=("c", {})))
wait("stack_update_complete")
found["updated"] = [stack()["StackStatus"], bucket_names(), s3.get_bucket_versioning(Bucket=f"{NAME}-a")["Status"]]

cloudformation.create_change_set(
    StackName=NAME, ChangeSetName="next", TemplateBody=template(A=("a2", versioned), C=("c", {}))
)
wait("change_set_create_complete", ChangeSetName="next")
changes = cloudformation.describe_change_set(StackName=NAME, ChangeSetName="next")["Changes"]
found["planned"] = [
    [change["ResourceChange"][name] for name in ("Action", "LogicalResourceId", "Replacement")] for change in changes
]
cloudformation.execute_change_set(StackName=NAME, ChangeSetName="next")
wait("stack_update_complete")
found["replaced"] = bucket_names()

s3.create_bucket(Bucket="boto-is-taken")
cloudformation.update_stack(
    StackName=NAME,
    TemplateBody=template(A=("a2", {}), C=("taken", {})).replace("${Prefix}-taken", "boto-is-taken"),
)
wait("stack_rollback_complete")
try:
    wait("stack_update_complete")
except WaiterError as error:
    found["failed"] = error.last_response["Stacks"][0]["StackStatus"]

cloudformation.delete_stack(StackName=NAME)
wait("stack_delete_complete")
found["deleted"] = [cloudformation.describe_stacks(StackName=stack_id)["Stacks"][0]["StackStatus"], bucket_names()]
try:
    stack()
except ClientError as error:
    found["gone"] = error.response["Error"]["Message"]
events = cloudformation.get_paginator("describe_stack_events").paginate(StackName=stack_id)
found["events"] = sum(len(page["StackEvents"]) for page in events)
print(json.dumps(found))
