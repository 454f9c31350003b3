import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { kafkaSettings } from '../../functions/kafka/client/settings.ts';
import fixture from '../fixtures/aws/terraform-outputs.json' with { type: 'json' };
import { createClosers } from './support/closers.ts';
import { createDeployment, grantsOf, mappingsOf, type Template } from './support/serverless.ts';

const closers = createClosers();
afterAll(closers.closeAll);

const CLUSTER = 'arn:aws:kafka:eu-west-1:111122223333:cluster/waybill/6b7a2f1e-0000-4000-8000-000000000000-2';
const SECRET = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:AmazonMSK_waybill-AbCdEf';
const FILTER = { value: { type: ['order.placed'] } };

const ROUTES = { triggers: { uploads: null, events: null, kafka: { filterPatterns: [FILTER] } } };
const MSK = { msk_cluster_arn: CLUSTER, msk_topic: 'waybill-events', msk_auth: 'iam' };
const BROKERS = ['--param', 'kafkaBrokers=a.example:9094,b.example:9094', '--param', 'kafkaTopic=orders'];

/** Limits above our own: the most retries, for as long as an event may wait (24 h) and an hour. */
const SAFE = {
  FunctionResponseTypes: ['ReportBatchItemFailures'],
  MaximumRetryAttempts: 10_000,
  MaximumRecordAgeInSeconds: 90_000,
  BisectBatchOnFunctionError: true,
  DestinationConfig: { OnFailure: { Destination: fixture.on_failure_bucket_arn.value } },
  ProvisionedPollerConfig: { MinimumPollers: 1, MaximumPollers: 4 },
  StartingPosition: 'TRIM_HORIZON',
  FilterCriteria: { Filters: [{ Pattern: JSON.stringify(FILTER) }] },
};

async function compile(outputs: Readonly<Record<string, unknown>>, ...args: readonly string[]): Promise<Template> {
  return closers.add(await createDeployment({ routes: ROUTES, outputs })).compile(...args);
}

function variablesOf(template: Template) {
  return template.Resources.RouterLambdaFunction?.Properties.Environment?.Variables;
}

describe('the MSK cluster of Terraform', () => {
  let iam: Template;
  let scram: Template;

  beforeAll(async () => {
    const inVpc = { vpc_subnet_ids: ['subnet-1', 'subnet-2'], vpc_security_group_ids: ['sg-1'] };
    const password = { msk_auth: 'scram', msk_secret_arn: SECRET, msk_bootstrap_brokers: 'b-1:9096,b-2:9096' };
    [iam, scram] = await Promise.all([compile(MSK), compile({ ...MSK, ...inVpc, ...password })]);
  }, 60_000);

  it('is read by one mapping, with every limit and destination that the event’s own schema lacks', () => {
    expect(mappingsOf(iam, 'RouterLambdaFunction').map(([, { Properties }]) => Properties)).toEqual([
      expect.objectContaining({
        ...SAFE,
        EventSourceArn: CLUSTER,
        Topics: ['waybill-events'],
        AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: 'waybill-router' },
      }),
    ]);
  });

  it('is the one source of partial answers where no queue brings anything', () => {
    expect(variablesOf(iam)).toMatchObject({ WAYBILL_PARTIAL_BATCH: 'aws:kafka' });
  });

  it('is opened to the router by its own ARN, its topic’s and its group’s', () => {
    const grants = grantsOf(iam, 'RouterRole');
    expect(grants.Brokers).toMatchObject({ Resource: CLUSTER });
    expect(grants.Cluster).toMatchObject({ Resource: CLUSTER });
    const [topic, group] = [grants.Topic?.Resource, grants.Group?.Resource];
    expect(topic).toBe(`${CLUSTER.replace(':cluster/', ':topic/')}/waybill-events`);
    expect(group).toBe(`${CLUSTER.replace(':cluster/', ':group/')}/waybill-router`);
    expect(grants.Topic?.Action).toEqual(['kafka-cluster:DescribeTopic', 'kafka-cluster:ReadData']);
  });

  it('is opened by its secret alone where users have passwords', () => {
    const [[, mapping] = []] = mappingsOf(scram, 'RouterLambdaFunction');
    expect(mapping?.Properties).toMatchObject({
      ...SAFE,
      SourceAccessConfigurations: [{ Type: 'SASL_SCRAM_512_AUTH', URI: SECRET }],
    });
    const { Password, Topic } = grantsOf(scram, 'RouterRole');
    expect([Password?.Resource, Topic]).toEqual([SECRET, undefined]);
  });

  it('gets what handlers emit where Terraform says so: the router is in the VPC, and the bus is not open to it', () => {
    expect(scram.Resources.RouterLambdaFunction?.Properties).toMatchObject({
      VpcConfig: { SubnetIds: ['subnet-1', 'subnet-2'], SecurityGroupIds: ['sg-1'] },
    });
    expect(variablesOf(scram)).toMatchObject({ KAFKA_BROKERS: 'b-1:9096,b-2:9096', KAFKA_TOPIC: 'waybill-events' });
    const secret = async () => '{}';
    expect(kafkaSettings({ ...variablesOf(scram) }, { secret })).toMatchObject({
      ...{ protocol: 'SASL_SSL', sasl: { mechanism: 'SCRAM-SHA-512', user: expect.stringContaining(SECRET) } },
    });
    expect(Object.keys(grantsOf(scram, 'RouterRole'))).not.toContain('Publish');
    expect(iam.Resources.RouterLambdaFunction?.Properties).not.toHaveProperty('VpcConfig');
    expect(Object.keys(variablesOf(iam) ?? {})).not.toContain('KAFKA_BROKERS');
  });

  it('is the only reason for a grant on everything, which network interfaces need', () => {
    const grants = Object.values(grantsOf(iam, 'RouterRole'));
    expect(grants.flatMap(({ Sid, Resource }) => (Resource === '*' ? [Sid] : []))).toEqual(['Network']);
    expect(grants.flatMap(({ Action }) => Action).filter((action) => action.includes('*'))).toEqual([]);
  });
});

describe('Kafka that is not MSK', () => {
  let template: Template;

  beforeAll(async () => {
    const [login, authority] = [`kafkaSecret=${SECRET}`, `kafkaCaSecret=${SECRET}-ca`];
    const network = ['--param', 'kafkaSubnets=subnet-1,subnet-2', '--param', 'kafkaSecurityGroups=sg-1'];
    template = await compile({}, ...BROKERS, '--param', login, '--param', authority, ...network);
  }, 60_000);

  it('is read from its brokers, with a login and an authority, under the same limits', () => {
    expect(mappingsOf(template, 'RouterLambdaFunction').map(([, { Properties }]) => Properties)).toEqual([
      expect.objectContaining({
        ...SAFE,
        SelfManagedEventSource: { Endpoints: { KafkaBootstrapServers: ['a.example:9094', 'b.example:9094'] } },
        Topics: ['orders'],
        SourceAccessConfigurations: [
          { Type: 'SASL_SCRAM_512_AUTH', URI: SECRET },
          { Type: 'SERVER_ROOT_CA_CERTIFICATE', URI: `${SECRET}-ca` },
          { Type: 'VPC_SUBNET', URI: 'subnet:subnet-1' },
          { Type: 'VPC_SUBNET', URI: 'subnet:subnet-2' },
          { Type: 'VPC_SECURITY_GROUP', URI: 'security_group:sg-1' },
        ],
      }),
    ]);
    expect(variablesOf(template)).toMatchObject({ WAYBILL_PARTIAL_BATCH: 'SelfManagedKafka' });
  });

  it('is opened by its login and its authority alone', () => {
    const grants = grantsOf(template, 'RouterRole');
    expect(grants.KafkaLogin).toMatchObject({
      Action: ['secretsmanager:GetSecretValue'],
      Resource: [SECRET, `${SECRET}-ca`],
    });
  });
});
