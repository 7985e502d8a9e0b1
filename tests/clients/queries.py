"""What a user does with Athena, S3 and CloudTrail, by boto3. Prints one JSON object."""

import io
import json
import time
import urllib.error
import urllib.request

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from people import Athena, pages, refusal

found = {}
s3 = boto3.client("s3")


# S3: waiters, paginators, multipart, a URL for anybody.
s3.create_bucket(Bucket="boto-objects")
s3.get_waiter("bucket_exists").wait(Bucket="boto-objects")
for number in range(5):
    s3.put_object(Bucket="boto-objects", Key=f"folder/{number}.txt", Body=f"text {number}", ContentType="text/plain")
s3.get_waiter("object_exists").wait(Bucket="boto-objects", Key="folder/4.txt")
found["object"] = s3.get_object(Bucket="boto-objects", Key="folder/1.txt")["Body"].read().decode()
listed = pages(s3, "list_objects_v2", "Contents", 2, Bucket="boto-objects", Prefix="folder/")
found["keys"] = [one["Key"] for one in listed]
found["folders"] = [one["Prefix"] for one in s3.list_objects_v2(Bucket="boto-objects", Delimiter="/")["CommonPrefixes"]]
megabyte = 1024 * 1024
parts = TransferConfig(multipart_threshold=6 * megabyte, multipart_chunksize=6 * megabyte)
s3.upload_fileobj(io.BytesIO(b"x" * (7 * megabyte)), "boto-objects", "large", Config=parts)
found["large"] = s3.head_object(Bucket="boto-objects", Key="large")["ContentLength"]
found["absent"] = refusal(s3.get_object, Bucket="boto-objects", Key="absent")[0]


def opened(url, data=None):
    """Status and body of a plain request, which knows nothing of AWS."""
    request = urllib.request.Request(url, data=data, method="GET" if data is None else "PUT")
    try:
        with urllib.request.urlopen(request) as response:
            return [response.status, response.read().decode()]
    except urllib.error.HTTPError as error:
        return [error.code, error.read().decode()]


# By default boto3 signs URLs of us-east-1 with version 2, which S3 has closed to new buckets; aws-config says version 4.
old_signing = boto3.client("s3", config=Config(signature_version="s3"))


def url(operation, key, seconds=60):
    return s3.generate_presigned_url(operation, Params={"Bucket": "boto-objects", "Key": key}, ExpiresIn=seconds)


old = old_signing.generate_presigned_url("get_object", Params={"Bucket": "boto-objects", "Key": "folder/2.txt"})
status, body = opened(old)
found["version 2"] = [status, body.split("<Code>")[1].split("</Code>")[0]]
found["fetched"] = opened(url("get_object", "folder/2.txt"))
found["sent"] = opened(url("put_object", "sent.txt"), b"by plain HTTP")[0]
found["then read"] = s3.get_object(Bucket="boto-objects", Key="sent.txt")["Body"].read().decode()
found["spoiled"] = opened(url("get_object", "folder/2.txt").replace("/2.txt", "/3.txt"))[0]
expiring = url("get_object", "folder/2.txt", 1)
time.sleep(2.1)
found["expired"] = opened(expiring)[0]
found["deleted"] = len(s3.delete_objects(
    Bucket="boto-objects", Delete={"Objects": [{"Key": one["Key"]} for one in listed]})["Deleted"])

# Athena: workgroups, pages, prepared statements, an end before the end.
client = boto3.client("athena")
client.create_work_group(Name="boto", Configuration={
    "EnforceWorkGroupConfiguration": True,
    "ResultConfiguration": {"OutputLocation": "s3://boto-objects/results/"},
})
athena = Athena(client, "s3://boto-objects/ignored/", "default")
numbers = "SELECT n FROM UNNEST(sequence(1, 7)) AS t (n) ORDER BY n"
found["paged"] = athena.rows(numbers, size=3, WorkGroup="boto")
found["location"] = athena.end(athena.start(numbers, WorkGroup="boto"))["ResultConfiguration"]["OutputLocation"][:26]
found["prepared"] = [
    athena.rows("PREPARE more FROM SELECT n FROM UNNEST(sequence(1, 3)) AS t (n) WHERE n > ?", WorkGroup="boto"),
    athena.rows("EXECUTE more USING 1", WorkGroup="boto"),
    athena.rows("EXECUTE more", WorkGroup="boto", ExecutionParameters=["2"]),
    athena.rows("DEALLOCATE PREPARE more", WorkGroup="boto"),
]
found["plan"] = bool(athena.rows("EXPLAIN SELECT 1"))
endless = athena.start(
    "SELECT sum(sqrt(a * b * c)) FROM UNNEST(sequence(1, 5000)) AS x (a) CROSS JOIN UNNEST(sequence(1, 5000)) AS y (b)"
    " CROSS JOIN UNNEST(sequence(1, 5000)) AS z (c)"
)
client.stop_query_execution(QueryExecutionId=endless)
status = athena.end(endless)["Status"]
found["cancelled"] = [status["State"], status["StateChangeReason"]]
found["history"] = len(pages(client, "list_query_executions", "QueryExecutionIds", 2, WorkGroup="boto"))
found["syntax"] = refusal(client.start_query_execution, QueryString="SELEC 1", WorkGroup="boto")[0]

# CloudTrail: the history of what was just done.
trail = boto3.client("cloudtrail")
attributes = [{"AttributeKey": "EventName", "AttributeValue": "StartQueryExecution"}]
for _ in range(40):
    events = pages(trail, "lookup_events", "Events", 2, LookupAttributes=attributes)
    if any(endless in one["CloudTrailEvent"] for one in events):
        break
    time.sleep(0.5)
found["events"] = sorted({one["EventName"] for one in events})
found["omitted"] = {json.loads(one["CloudTrailEvent"])["requestParameters"]["queryString"] for one in events
                    if endless in one["CloudTrailEvent"]} == {"***OMITTED***"}
print(json.dumps(found))
