const { allow } = require('./aws-grants.cjs');
const { consumerGroup } = require('./aws-kafka.cjs');
const { publishesToMsk } = require('./terraform-outputs.cjs');

/** What Lambda's pollers, which act under the function's role, need of the MSK cluster; and the router, when it publishes to it. */
function toMskGrants({ outputs }, { sources }) {
  const { msk_cluster_arn: cluster, msk_auth: auth, msk_secret_arn: secret } = outputs;
  const isRead = sources.includes('aws:kafka');
  if (!isRead && !publishesToMsk(outputs)) return [];
  const brokers = ['kafka:DescribeCluster', 'kafka:DescribeClusterV2', 'kafka:GetBootstrapBrokers'];
  return [
    allow('Brokers', brokers, cluster), // for: kafka
    ...(auth === 'iam' ? toIam(outputs) : []), // for: kafka
    ...(auth === 'scram' ? [allow('Password', ['secretsmanager:GetSecretValue'], secret)] : []), // for: kafka
    network('Network'), // for: kafka
  ];
}

/** What they need of the brokers that the parameter kafkaBrokers names. */
function toKafkaGrants({ parameters }, { sources }) {
  if (!sources.includes('SelfManagedKafka')) return [];
  const secrets = [parameters.kafkaSecret, parameters.kafkaCaSecret].filter((secret) => secret !== '');
  return [
    allow('KafkaLogin', ['secretsmanager:GetSecretValue'], secrets), // for: kafka
    ...(parameters.kafkaSubnets.length === 0 ? [] : [network('KafkaNetwork')]), // for: kafka
  ];
}

function network(Sid) {
  const actions = [
    ...['ec2:CreateNetworkInterface', 'ec2:DeleteNetworkInterface', 'ec2:DescribeNetworkInterfaces'],
    ...['ec2:DescribeVpcs', 'ec2:DescribeSubnets', 'ec2:DescribeSecurityGroups'],
  ];
  return allow(Sid, actions, '*'); // EC2's Describe actions take no resource, and Lambda checks these six together
}

/** A topic and a group are named below their cluster's own name and id ("IAM access control", MSK documentation). */
function toIam({ msk_cluster_arn: cluster, msk_topic: topic, ...outputs }) {
  const below = (kind, name) => `${cluster.replace(':cluster/', `:${kind}/`)}/${name}`;
  const write = publishesToMsk(outputs) ? ['kafka-cluster:WriteData'] : [];
  const group = ['kafka-cluster:DescribeGroup', 'kafka-cluster:AlterGroup'];
  return [
    allow('Cluster', ['kafka-cluster:Connect', 'kafka-cluster:DescribeClusterDynamicConfiguration'], cluster),
    allow('Topic', ['kafka-cluster:DescribeTopic', 'kafka-cluster:ReadData', ...write], below('topic', topic)),
    allow('Group', group, below('group', consumerGroup(outputs))),
  ];
}

module.exports = { toMskGrants, toKafkaGrants };
