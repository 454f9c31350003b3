const { sentence } = require('./sentence.cjs');

/** How Serverless calls what proves who we are to brokers that are not MSK. */
const AUTH = {
  scram512: 'saslScram512Auth',
  scram256: 'saslScram256Auth',
  plain: 'saslPlainAuth',
  tls: 'clientCertificateTlsAuth',
};

/** How Lambda gets to the brokers that the parameter kafkaBrokers names, and in; all secrets are named by their ARNs. */
function toAccess({ kafkaAuth, kafkaSecret, kafkaCaSecret, kafkaSubnets, kafkaSecurityGroups }) {
  const auth = Object.hasOwn(AUTH, kafkaAuth) ? AUTH[kafkaAuth] : undefined;
  if (auth === undefined)
    throw sentence(
      `Parameter kafkaAuth: expected one of ${Object.keys(AUTH).join(', ')}, got ${JSON.stringify(kafkaAuth)}`,
    );
  if (!/^arn:[^:]+:secretsmanager:/.test(kafkaSecret))
    throw sentence(
      `Parameter kafkaSecret: expected the ARN of a secret of Secrets Manager, which holds the login for kafkaBrokers. Set it with --param kafkaSecret=arn:aws:secretsmanager:…`,
    );
  if ((kafkaSubnets.length === 0) !== (kafkaSecurityGroups.length === 0))
    throw sentence(
      'Parameters kafkaSubnets and kafkaSecurityGroups: expected both, for brokers in a VPC, or neither, got one',
    );
  return {
    [auth]: [kafkaSecret],
    ...(kafkaCaSecret === '' ? {} : { serverRootCaCertificate: [kafkaCaSecret] }),
    ...(kafkaSubnets.length === 0 ? {} : { vpcSubnet: kafkaSubnets, vpcSecurityGroup: kafkaSecurityGroups }),
  };
}

module.exports = { toAccess };
