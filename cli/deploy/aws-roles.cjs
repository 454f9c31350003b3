const { toKafkaGrants, toMskGrants } = require('./aws-kafka-grants.cjs');
const { allow, bucket, policy } = require('./aws-grants.cjs');
const { deadLetterQueues } = require('./aws-events.cjs');
const { publishesToMsk } = require('./terraform-outputs.cjs');

/** A role for each function, with what it does and no more. What Terraform grants with deploy_function is in terraform/aws/access.tf. */
function toRoles(deployment, kafka) {
  const { function_name: router, dead_letters_function_name: deadLetters } = deployment.outputs;
  const brokers = [...toMskGrants(deployment, kafka), ...toKafkaGrants(deployment, kafka)];
  return {
    // As a text: for a bare id, Serverless would add a dependency that is there already.
    functions: { router: { role: arnOf('RouterRole') }, deadLetters: { role: arnOf('DeadLettersRole') } },
    resources: {
      RouterRole: toRole([...common(deployment, router), ...ofRouter(deployment), ...brokers]),
      DeadLettersRole: toRole([...common(deployment, deadLetters), ...ofDeadLetters(deployment)]),
    },
  };
}

function arnOf(id) {
  return { 'Fn::Sub': `\${${id}.Arn}` };
}

function toRole(statements) {
  const assume = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
  const AssumeRolePolicyDocument = { Version: '2012-10-17', Statement: [assume] };
  return { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument, Policies: [policy(statements)] } };
}

function common({ outputs }, functionName) {
  const { state_table_arn: table, dead_letters_bucket_arn: deadLetters } = outputs;
  const row = ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:DeleteItem', 'dynamodb:Query'];
  const logs = `arn:\${AWS::Partition}:logs:\${AWS::Region}:\${AWS::AccountId}:log-group:/aws/lambda/${functionName}:*`;
  return [
    allow('Log', ['logs:CreateLogStream', 'logs:PutLogEvents'], { 'Fn::Sub': logs }), // for: the log
    allow('State', row, table), // for: state
    ...bucket('Letters', deadLetters, ['s3:GetObject', 's3:PutObject']), // for: dead letters
  ];
}

function ofRouter({ outputs, routes }) {
  const { uploads, events } = routes.triggers;
  const queues = [
    ...(uploads === null ? [] : [outputs.uploads_queue_arn]),
    ...(events === null ? [] : [outputs.events_queue_arn]),
  ];
  const { secret_arns: secrets = {}, secret_key_arns: keys = [] } = outputs;
  const arns = Object.values(secrets);
  const hasBlobs = routes.needs.includes('blobs');
  return [
    ...(queues.length === 0 ? [] : [consume(queues)]), // for: uploads, events
    ...(hasBlobs ? bucket('Uploads', outputs.uploads_bucket_arn, ['s3:GetObject']) : []), // for: uploads
    ...(hasBlobs ? bucket('Thumbnails', outputs.thumbnails_bucket_arn, ['s3:GetObject', 's3:PutObject']) : []), // for: thumbnails
    ...(publishesToMsk(outputs) ? [] : [allow('Publish', ['events:PutEvents'], outputs.events_bus_arn)]), // for: events
    ...(arns.length === 0 ? [] : [allow('Secrets', ['secretsmanager:GetSecretValue'], arns)]), // for: mail, payments
    ...(keys.length === 0 ? [] : [allow('Keys', ['kms:Decrypt'], keys)]), // for: mail, payments, kafka
    ...bucket('OnFailure', outputs.on_failure_bucket_arn, ['s3:PutObject']), // for: dead letters, which Lambda writes in its name
  ];
}

function ofDeadLetters({ outputs, routes }) {
  return [
    consume(deadLetterQueues(outputs, routes.triggers)), // for: dead letters
    ...bucket('Records', outputs.on_failure_bucket_arn, ['s3:GetObject']), // for: dead letters
  ];
}

function consume(queues) {
  return allow('Queues', ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], queues);
}

module.exports = { toRoles };
