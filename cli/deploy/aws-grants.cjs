/** What statements of IAM are made of. */

function allow(Sid, Action, Resource) {
  return { Sid, Effect: 'Allow', Action, Resource };
}

/** Without ListBucket, S3 answers that what is missing is forbidden. */
function bucket(Sid, arn, actions) {
  return [allow(Sid, actions, `${arn}/*`), allow(`${Sid}Missing`, ['s3:ListBucket'], arn)];
}

function policy(Statement) {
  return { PolicyName: 'waybill', PolicyDocument: { Version: '2012-10-17', Statement } };
}

module.exports = { allow, bucket, policy };
