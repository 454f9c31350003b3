import { basename, dirname, extname } from 'node:path';
import { arn, region } from '../../emulators/aws-account.ts';

/** What one Lambda function is called, everywhere that Lambda names it. */
export type FunctionIdentity = {
  readonly name: string;
  /** `arn:aws:lambda:REGION:ACCOUNT:function:NAME` */
  readonly arn: string;
  /** `_HANDLER`: the module's base name, then `.handler`. */
  readonly handler: string;
  readonly modulePath: string;
  readonly memoryMb: number;
};

export function identify(name: string, modulePath: string, memoryMb: number): FunctionIdentity {
  const handler = `${basename(modulePath, extname(modulePath))}.handler`;
  return { name, arn: arn('lambda', `function:${name}`), handler, modulePath, memoryMb };
}

// what a process needs from the machine, and nothing of the developer's own settings or credentials
const INHERITED = ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'USERPROFILE'];

/**
 * The variables of an execution environment: Lambda's own (Developer Guide, "Defined runtime environment variables"),
 * credentials that mean nothing outside, then the function's.
 */
export function environmentVariables(identity: FunctionIdentity, logStream: string, own: Record<string, string>) {
  const inherited = INHERITED.flatMap((name) => (process.env[name] ? [[name, process.env[name]] as const] : []));
  return { ...Object.fromEntries(inherited), ...lambdaVariables(identity, logStream), ...own };
}

function lambdaVariables(identity: FunctionIdentity, logStream: string): Record<string, string> {
  return {
    _HANDLER: identity.handler,
    LAMBDA_TASK_ROOT: dirname(identity.modulePath),
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: identity.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(identity.memoryMb),
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${identity.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: logStream,
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    TZ: ':UTC',
    LANG: 'en_US.UTF-8',
  };
}
