const { toAccess } = require('./kafka-access.cjs');
const { sentence } = require('./sentence.cjs');

/**
 * The Kafka events of the router: of Terraform's MSK cluster, and of other brokers where the parameter kafkaBrokers names some. `sources` are
 * their names in WAYBILL_PARTIAL_BATCH; `extensions` is what Serverless has no words for.
 */
function toKafka(deployment) {
  if (deployment.routes.triggers.kafka === null) return { events: [], extensions: {}, sources: [] };
  const { outputs, parameters } = deployment;
  const found = [
    ...(outputs.msk_cluster_arn === undefined ? [] : [toMsk(deployment)]),
    ...(parameters.kafkaBrokers.length === 0 ? [] : [toSelfManaged(deployment)]),
  ];
  return {
    events: found.map(({ event }) => event),
    extensions: Object.fromEntries(found.map(({ mapping }) => [mapping, toExtension(deployment)])),
    sources: found.map(({ source }) => source),
  };
}

function toMsk({ outputs, ...deployment }) {
  const { msk_cluster_arn: arn, msk_topic: topic, msk_auth: auth, msk_secret_arn: secret } = outputs;
  const login = auth === 'scram' ? { saslScram512: secret } : {};
  const mapping = `RouterEventSourceMappingMSK${toLogical(arn.split('/')[1], 79)}${toLogical(topic, 79)}`;
  return {
    event: { msk: { arn, topic, ...login, ...toCommon({ outputs, ...deployment }) } },
    mapping,
    source: 'aws:kafka',
  };
}

function toSelfManaged({ outputs, parameters, routes }) {
  const { kafkaBrokers: bootstrapServers, kafkaTopic: topic } = parameters;
  if (topic === '')
    throw sentence(
      'Parameter kafkaTopic: expected the topic to read from kafkaBrokers, got nothing. Set it with --param kafkaTopic=orders',
    );
  const accessConfigurations = toAccess(parameters);
  const event = { bootstrapServers, topic, accessConfigurations, ...toCommon({ outputs, parameters, routes }) };
  const mapping = `RouterEventSourceMappingKafka${toLogical(topic, 158)}`;
  return { event: { kafka: event }, mapping, source: 'SelfManagedKafka' };
}

/** The group's name is fixed, so that a mapping that is made anew goes on where the old one stopped. */
function toCommon({ outputs, parameters, routes }) {
  const { filterPatterns } = routes.triggers.kafka;
  return {
    batchSize: parameters.kafkaBatchSize,
    startingPosition: 'TRIM_HORIZON',
    consumerGroupId: consumerGroup(outputs),
    ...(filterPatterns.length === 0 ? {} : { filterPatterns }),
  };
}

function consumerGroup({ name }) {
  return `${name}-router`;
}

/**
 * Partial answers and limits need provisioned pollers. The limits stand above our own, by an hour at least: an event that has waited for
 * 24 hours (a route's `maxAge`) is a letter of ours by then. -1 retries would not mean for ever here: beside a destination, Lambda takes
 * it for 10, and so it gets the most it takes, which leaves the age to decide.
 */
function toExtension({ outputs, parameters }) {
  const { kafkaMinPollers: MinimumPollers, kafkaMaxPollers: MaximumPollers } = parameters;
  if (MinimumPollers > MaximumPollers)
    throw sentence(
      `Parameter kafkaMinPollers: expected at most kafkaMaxPollers (${MaximumPollers}), got ${MinimumPollers}. Set both with --param`,
    );
  return {
    Properties: {
      ProvisionedPollerConfig: { MinimumPollers, MaximumPollers },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      MaximumRetryAttempts: 10_000,
      MaximumRecordAgeInSeconds: parameters.kafkaMaxAge,
      BisectBatchOnFunctionError: true,
      DestinationConfig: { OnFailure: { Destination: outputs.on_failure_bucket_arn } },
    },
  };
}

/** As Serverless makes a part of a logical id of a name. */
function toLogical(name, length) {
  const plain = name.replace(/[^0-9A-Za-z]/g, '');
  return `${plain.charAt(0).toUpperCase()}${plain.slice(1)}`.slice(0, length);
}

module.exports = { toKafka, consumerGroup };
