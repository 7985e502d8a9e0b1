#!/bin/sh
# What CloudFormation cannot do for the walkthrough. Run it once after deploying, as a data lake administrator:
#
#   sh infra/account-setup.sh [DATABASE…]        (default: amazon_reviews_db restricted_db)
#
# It may be run again: what is done already is left alone. account-setup.json says the same for machines.
set -eu

export AWS_PAGER=""
default='IAM_ALLOWED_PRINCIPALS'
arn=$(aws sts get-caller-identity --query Arn --output text)
account=$(aws sts get-caller-identity --query Account --output text)
partition=$(echo "$arn" | cut -d: -f2)
runner="arn:$partition:iam::$account:role/LakeproofRunner"

# 1. The account's defaults: new databases and tables must not be opened to every IAM principal. And the runner becomes a
#    read-only data lake administrator: it must see the whole catalogue and every grant, and change none.
#    put-data-lake-settings replaces everything, so we start from the settings as they are.
settings=$(aws lakeformation get-data-lake-settings --output json --query "DataLakeSettings | merge(@, {
    CreateDatabaseDefaultPermissions: \`[]\`,
    CreateTableDefaultPermissions: \`[]\`,
    ReadOnlyAdmins: [(ReadOnlyAdmins || \`[]\`)[?DataLakePrincipalIdentifier != '$runner'],
      [{DataLakePrincipalIdentifier: '$runner'}]][]
  })")
aws lakeformation put-data-lake-settings --data-lake-settings "$settings"

# 2. Until this goes, everybody whom IAM lets call glue:CreateDatabase may create databases. And while
#    IAM_ALLOWED_PRINCIPALS holds a grant on a database or table, Lake Formation restricts nobody there who has IAM
#    access. Revoke it from the account, the databases of this stack and every table in them.
revoke_default() { # permission; resource, as JSON
  held=$(aws lakeformation list-permissions --principal "DataLakePrincipalIdentifier=$default" --resource "$2" \
    --query 'length(PrincipalResourcePermissions)' --output text)
  if [ "$held" != 0 ]; then
    aws lakeformation revoke-permissions --principal "DataLakePrincipalIdentifier=$default" --resource "$2" \
      --permissions "$1"
  fi
}

revoke_default CREATE_DATABASE '{"Catalog":{}}'
[ $# -gt 0 ] || set -- amazon_reviews_db restricted_db
existing=$(aws glue get-databases --query 'DatabaseList[].Name' --output text | tr '\t' '\n')
for database in "$@"; do
  echo "$existing" | grep -qx "$database" || continue
  revoke_default ALL "{\"Database\":{\"Name\":\"$database\"}}"
  for table in $(aws glue get-tables --database-name "$database" --query 'TableList[].Name' --output text); do
    revoke_default ALL "{\"Table\":{\"DatabaseName\":\"$database\",\"Name\":\"$table\"}}"
  done
done
