const { existsSync } = require('node:fs');
const { join, resolve } = require('node:path');
const { toEnvironments } = require('./aws-environment.cjs');
const { toEvents } = require('./aws-events.cjs');
const { toKafka } = require('./aws-kafka.cjs');
const { toRoles } = require('./aws-roles.cjs');
const { readParameters } = require('./parameters.cjs');
const { readJson } = require('./read-json.cjs');
const { sentence } = require('./sentence.cjs');
const { publishesToMsk, readOutputs } = require('./terraform-outputs.cjs');

const ROOT = join(__dirname, '../..');
/** What a delivery needs beside its route's own time: the claim before it and the outbox after it. */
const MARGIN_SECONDS = 5;
/** Lambda's own bound on a function that a Kafka mapping calls. */
const KAFKA_SECONDS = 840;

/**
 * What serverless.yml puts in place: everything that follows from the route table, from Terraform's outputs and from the parameters.
 * Serverless calls it (`custom.aws`), before it asks the cloud for anything.
 */
module.exports = async ({ options, resolveVariable }) => {
  const parameters = await readParameters({ options, resolveVariable });
  const routes = readRoutes();
  const outputs = readOutputs(process.env, routes);
  const deployment = { parameters, routes, outputs };
  const kafka = toKafka(deployment);
  checkRegion(options, outputs);
  checkTimeout(deployment, kafka);
  const roles = toRoles(deployment, kafka);
  return {
    ...{ name: outputs.name, region: outputs.region, onFailureBucketArn: outputs.on_failure_bucket_arn },
    ...{ package: findPackage(parameters.package), timeout: parameters.timeout, memory: parameters.memory },
    ...merge(toFunctions(deployment), toEnvironments(deployment, kafka), toEvents(deployment, kafka), roles.functions),
    resources: roles.resources,
    extensions: { ...kafka.extensions, ...toLimits(deployment) },
  };
};

function readRoutes() {
  const path = join(ROOT, 'terraform/aws/routes.json');
  const fix = 'Run: npx waybill routes compile';
  const routes = readJson(path, { what: 'the compiled route table', fix });
  const { longestTimeoutSeconds, joins, needs, triggers } = routes;
  const isCompiled = triggers && Array.isArray(needs) && Number.isFinite(longestTimeoutSeconds) && joins !== undefined;
  if (isCompiled) return routes;
  throw sentence(`${path} holds no compiled routes: expected longestTimeoutSeconds, joins, needs, triggers. ${fix}`);
}

function toFunctions({ outputs }) {
  return { router: { name: outputs.function_name }, deadLetters: { name: outputs.dead_letters_function_name } };
}

function merge(...parts) {
  const of = (name) => Object.assign({}, ...parts.map((part) => part[name]));
  return { router: of('router'), deadLetters: of('deadLetters') };
}

/** What a function has only in some deployments. */
function toLimits({ outputs, parameters }) {
  const { vpc_subnet_ids: SubnetIds, vpc_security_group_ids: SecurityGroupIds } = outputs;
  const { reservedConcurrency } = parameters;
  const Properties = {
    ...(reservedConcurrency === undefined ? {} : { ReservedConcurrentExecutions: reservedConcurrency }),
    ...(publishesToMsk(outputs) ? { VpcConfig: { SubnetIds, SecurityGroupIds } } : {}),
  };
  return Object.keys(Properties).length === 0 ? {} : { RouterLambdaFunction: { Properties } };
}

function checkRegion({ region }, outputs) {
  if (!region || region === outputs.region) return;
  throw sentence(
    `--region is ${region}: expected ${outputs.region}, where Terraform put everything. Leave --region out, or apply terraform/aws with region = "${region}"`,
  );
}

function checkTimeout({ outputs, parameters, routes }, { sources }) {
  const least = routes.longestTimeoutSeconds + MARGIN_SECONDS;
  const most = sources.length > 0 ? KAFKA_SECONDS : Number.POSITIVE_INFINITY;
  const { timeout } = parameters;
  if (timeout < least)
    throw sentence(
      `Parameter timeout: expected at least ${least}, the longest route timeout (${routes.longestTimeoutSeconds} s) and ${MARGIN_SECONDS} s to finish, got ${timeout}. Set it with --param timeout=${least}, or shorten the route's`,
    );
  if (timeout > outputs.function_timeout)
    throw sentence(
      `Parameter timeout: expected at most ${outputs.function_timeout}, the function_timeout of Terraform, whose queues hide a message for six times as long, got ${timeout}. Set it with --param timeout=${outputs.function_timeout}, or apply terraform/aws with function_timeout = ${timeout}`,
    );
  if (timeout > most)
    throw sentence(
      `Parameter timeout: expected at most ${most}, Lambda’s bound for a function that Kafka calls, got ${timeout}. Set it with --param timeout=${most}`,
    );
}

function findPackage(path) {
  if (existsSync(resolve(ROOT, path))) return path;
  throw sentence(`${path} is missing: expected the zip of the AWS adapter. Run: npm run build`);
}
