/** A policy of checkov that is not followed, the resources that this is accepted for, and why. */
export type Accepted = { readonly check: string; readonly on: RegExp; readonly why: string };

const OWN_KEYS =
  'Everything is encrypted with keys that the cloud keeps. A key of one’s own costs a dollar a month each and a request price, and is a decision of its own; nothing here stands in its way.';
const ACCESS_LOGS =
  'A log of every access costs as much as the accesses. Cloud-wide audit logs are the account’s matter, and have them.';
const OPEN_NETWORK =
  'There is no network of one’s own, which would cost while idle. What is reached is behind TLS and a role of an identity; keys and anonymous access are off.';

/** Of the modules of Terraform: each finding must be here, and each line here must still be found. */
export const ACCEPTED: readonly Accepted[] = [
  {
    check: 'CKV_AWS_109',
    on: /policy_document\.alerts_key$/,
    why: 'A key’s own policy names the account as its manager, and `*` in it is that key alone (KMS documentation, "Key policies").',
  },
  { check: 'CKV_AWS_111', on: /policy_document\.alerts_key$/, why: 'The same key policy.' },
  { check: 'CKV_AWS_356', on: /policy_document\.alerts_key$/, why: 'The same key policy.' },
  { check: 'CKV_AWS_158', on: /log_group\./, why: OWN_KEYS },
  { check: 'CKV_AWS_173', on: /lambda_function\./, why: `${OWN_KEYS} The variables hold no secrets.` },
  { check: 'CKV_AWS_119', on: /dynamodb_table\./, why: OWN_KEYS },
  { check: 'CKV_AWS_145', on: /s3_bucket\./, why: OWN_KEYS },
  { check: 'CKV_AWS_297', on: /scheduler_schedule\./, why: OWN_KEYS },
  { check: 'CKV_GCP_83', on: /pubsub_topic\./, why: OWN_KEYS },
  { check: 'CKV_GCP_84', on: /artifact_registry_repository\./, why: OWN_KEYS },
  { check: 'CKV2_AZURE_1', on: /storage_account\./, why: OWN_KEYS },
  {
    check: 'CKV_AWS_338',
    on: /log_group\./,
    why: 'Log lines hold no event data and serve for finding faults: a month is enough, and a year costs twelve times as much.',
  },
  {
    check: 'CKV_AWS_116',
    on: /lambda_function\./,
    why: 'A dead-letter queue of the function gets no record of what failed. What is brought by queues has theirs, and asynchronous calls have an on-failure destination.',
  },
  {
    check: 'CKV_AWS_115',
    on: /lambda_function\./,
    why: 'Reserved concurrency takes from the account’s; the mappings’ maximum concurrency bounds the function.',
  },
  {
    check: 'CKV_AWS_117',
    on: /lambda_function\.dead_letters$/,
    why: 'It reads S3 and SQS and writes DynamoDB and S3: in a VPC it would need endpoints that cost while idle.',
  },
  {
    check: 'CKV_AWS_272',
    on: /lambda_function\./,
    why: 'Code signing needs a signing profile of the account. The zip is told by its hash.',
  },
  {
    check: 'CKV_AWS_50',
    on: /lambda_function\./,
    why: 'Tracing costs for each event; log lines carry the traceparent.',
  },
  {
    check: 'CKV_AWS_394',
    on: /availability_zones\./,
    why: 'The first zones are taken, by number: one more changes nothing.',
  },
  {
    check: 'CKV2_AWS_62',
    on: /s3_bucket\.(dead_letters|thumbnails)$/,
    why: 'Thumbnails and our dead letters must raise nothing: an event of theirs would go round in circles.',
  },
  { check: 'CKV_AWS_18', on: /s3_bucket\./, why: ACCESS_LOGS },
  { check: 'CKV_GCP_62', on: /storage_bucket\./, why: ACCESS_LOGS },
  { check: 'CKV_AZURE_33', on: /storage_account\./, why: 'No queue of these accounts is used.' },
  { check: 'CKV2_AZURE_21', on: /storage_container\./, why: ACCESS_LOGS },
  {
    check: 'CKV2_AWS_11',
    on: /vpc\./,
    why: 'Nothing in this VPC talks to the internet, and flow logs cost by the gigabyte.',
  },
  {
    check: 'CKV_AWS_144',
    on: /s3_bucket\./,
    why: 'One region is enough for what a queue has for two weeks; another one doubles the bill.',
  },
  {
    check: 'CKV_AWS_21',
    on: /s3_bucket\.(on_failure|thumbnails)$/,
    why: 'Thumbnails are made again from their photo, and records of failures are written once.',
  },
  {
    check: 'CKV_GCP_78',
    on: /storage_bucket\.(source|thumbnails)$/,
    why: 'Thumbnails are made again from their photo, and the source by the build; each object of it is named by its content.',
  },
  { check: 'CKV_AZURE_193', on: /eventgrid_topic\./, why: OPEN_NETWORK },
  { check: 'CKV_AZURE_59', on: /storage_account\./, why: OPEN_NETWORK },
  { check: 'CKV2_AZURE_33', on: /storage_account\./, why: OPEN_NETWORK },
  {
    check: 'CKV_AZURE_206',
    on: /storage_account\./,
    why: 'Three copies in one place, like the function: another region doubles the bill.',
  },
  {
    check: 'CKV_AZURE_43',
    on: /storage_account\./,
    why: 'The name is computed, which the policy cannot follow; a precondition checks it.',
  },
  {
    check: 'CKV_AZURE_212',
    on: /service_plan\./,
    why: 'A Flex Consumption plan has no minimum of instances: idle, it costs nothing.',
  },
  {
    check: 'CKV_AZURE_225',
    on: /service_plan\./,
    why: 'Zone redundancy needs instances that are always ready, which cost while idle.',
  },
];

/** Of the worker's manifests for Kubernetes, in the same way. */
export const ACCEPTED_MANIFESTS: readonly Accepted[] = [
  {
    check: 'CKV_K8S_43',
    on: /Deployment\..*waybill-worker$/,
    why: 'The image is the user’s own: its digest is known once it is pushed, and `kustomize edit set image` puts it there.',
  },
  {
    check: 'CKV_K8S_15',
    on: /Deployment\..*waybill-worker$/,
    why: 'A tag is a version and is pushed once. A worker must be able to start while the registry is away.',
  },
  {
    check: 'CKV_K8S_35',
    on: /Deployment\..*waybill-worker$/,
    why: 'Kafka’s password and certificates are files, which are read again; the addresses of state, mail and payments are variables on every cloud.',
  },
];
