# MSK in each of its forms: no emulator has them.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  region          = "eu-west-1"
  deploy_function = true
  package         = "./tests/empty.zip"
  secrets         = { SMTP_URL = "smtp", PAYMENTS_URL = "smtp" }
}

run "serverless" {
  variables {
    enable_msk = "serverless"
  }

  assert {
    condition     = aws_msk_serverless_cluster.this[0].client_authentication[0].sasl[0].iam[0].enabled && length(aws_msk_cluster.this) == 0
    error_message = "A serverless cluster knows IAM alone."
  }

  assert {
    condition     = aws_lambda_event_source_mapping.kafka[0].event_source_arn == aws_msk_serverless_cluster.this[0].arn && aws_lambda_event_source_mapping.kafka[0].topics == toset(["waybill-events"])
    error_message = "The mapping reads the cluster's topic."
  }

  assert {
    condition     = aws_lambda_event_source_mapping.kafka[0].maximum_record_age_in_seconds == 25 * 3600 && aws_lambda_event_source_mapping.kafka[0].maximum_retry_attempts == 10000
    error_message = "Lambda may not give up before the router does, nor within the hour after."
  }

  assert {
    condition     = aws_lambda_event_source_mapping.kafka[0].bisect_batch_on_function_error && length(aws_lambda_event_source_mapping.kafka[0].provisioned_poller_config) == 1 && aws_lambda_event_source_mapping.kafka[0].function_response_types == toset(["ReportBatchItemFailures"])
    error_message = "Partial answers and bisecting need provisioned pollers."
  }

  assert {
    condition     = aws_lambda_event_source_mapping.kafka[0].destination_config[0].on_failure[0].destination_arn == aws_s3_bucket.on_failure.arn
    error_message = "What Lambda gives up on leaves a record."
  }

  assert {
    condition     = aws_lambda_function.router[0].environment[0].variables["WAYBILL_PARTIAL_BATCH"] == "aws:sqs,aws:kafka" && !contains(keys(aws_lambda_function.router[0].environment[0].variables), "KAFKA_BROKERS")
    error_message = "The router answers Kafka in parts, and publishes to the bus."
  }

  assert {
    condition     = toset(keys(aws_vpc_endpoint.interface)) == toset(["lambda", "sts"]) && length(aws_vpc_endpoint.gateway) == 0 && length(aws_lambda_function.router[0].vpc_config) == 0
    error_message = "The mapping alone is in the VPC, with the two endpoints that it needs."
  }

  assert {
    condition     = alltrue([for endpoint in aws_vpc_endpoint.interface : length(endpoint.subnet_ids) <= 2 && endpoint.private_dns_enabled])
    error_message = "An endpoint costs by the zone: two are enough."
  }

  assert {
    condition     = local.msk_topic_arn == "arn:aws:kafka:eu-west-1:123456789012:topic/waybill/00000000-0000-0000-0000-000000000000-s1/waybill-events" && local.msk_group_arn == "arn:aws:kafka:eu-west-1:123456789012:group/waybill/00000000-0000-0000-0000-000000000000-s1/waybill-router"
    error_message = "Topic and group are named as IAM has them."
  }

  assert {
    condition     = anytrue([for statement in data.aws_iam_policy_document.router.statement : statement.sid == "Read" && statement.resources == toset([local.msk_cluster_arn, local.msk_topic_arn, local.msk_group_arn])])
    error_message = "The router may read that topic alone, in that group alone."
  }

  assert {
    condition     = length(aws_cloudwatch_metric_alarm.lag) == 1 && output.msk_auth == "iam" && output.msk_bootstrap_brokers == "boot-serverless.kafka.eu-west-1.amazonaws.com:9098"
    error_message = "Lag raises an alarm, and the outputs name the brokers."
  }
}

run "provisioned" {
  variables {
    enable_msk = "provisioned"
  }

  assert {
    condition     = aws_msk_cluster.this[0].client_authentication[0].sasl[0].iam && !aws_msk_cluster.this[0].client_authentication[0].unauthenticated
    error_message = "Nobody gets in without IAM."
  }

  assert {
    condition     = aws_msk_cluster.this[0].encryption_info[0].encryption_in_transit[0].client_broker == "TLS" && aws_msk_cluster.this[0].encryption_info[0].encryption_in_transit[0].in_cluster
    error_message = "Everything goes over TLS."
  }

  assert {
    condition     = aws_vpc_security_group_ingress_rule.brokers[0].from_port == 9098 && aws_vpc_security_group_ingress_rule.brokers[0].referenced_security_group_id == aws_security_group.cluster[0].id
    error_message = "Only the group itself reaches the brokers, on the port for IAM."
  }
}

run "scram" {
  variables {
    enable_msk = "provisioned"
    msk_auth   = "scram"
  }

  override_data {
    target = data.aws_secretsmanager_secret.msk
    values = {
      arn        = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:AmazonMSK_waybill-AbCdEf"
      kms_key_id = "0f5a7c2e-3b1d-4c8e-9a6f-2d4b8e1c7a90"
    }
  }

  assert {
    condition     = aws_msk_cluster.this[0].client_authentication[0].sasl[0].scram && !aws_msk_cluster.this[0].client_authentication[0].sasl[0].iam
    error_message = "Nobody gets in without a password."
  }

  assert {
    condition     = data.aws_secretsmanager_secret.msk[0].name == "AmazonMSK_waybill" && aws_msk_scram_secret_association.this[0].secret_arn_list == toset([output.msk_secret_arn])
    error_message = "The cluster takes the password of the secret, by the prefix that MSK asks for."
  }

  assert {
    condition     = toset(keys(aws_vpc_endpoint.interface)) == toset(["lambda", "sts", "secretsmanager"]) && aws_vpc_security_group_ingress_rule.brokers[0].from_port == 9096
    error_message = "The mapping reaches the password, and the port for it."
  }

  assert {
    condition     = length(aws_lambda_event_source_mapping.kafka[0].source_access_configuration) == 1
    error_message = "The mapping knows the password."
  }

  assert {
    condition     = !contains([for statement in data.aws_iam_policy_document.router.statement : statement.sid], "Read") && contains([for statement in data.aws_iam_policy_document.router.statement : statement.sid], "Password") && contains([for statement in data.aws_iam_policy_document.router.statement : statement.sid], "Keys")
    error_message = "The router may read the password and use its key, and needs no IAM of Kafka's."
  }
}

run "publish" {
  variables {
    enable_msk     = "serverless"
    publish_to_msk = true
  }

  # The sample's handlers take payments from the internet.
  expect_failures = [check.payments_are_in_reach]

  assert {
    condition     = aws_lambda_function.router[0].environment[0].variables["KAFKA_BROKERS"] == "boot-serverless.kafka.eu-west-1.amazonaws.com:9098" && aws_lambda_function.router[0].environment[0].variables["KAFKA_TOPIC"] == "waybill-events"
    error_message = "The router publishes to the topic."
  }

  assert {
    condition     = aws_lambda_function.router[0].environment[0].variables["KAFKA_PRESET"] == "msk" && !contains(keys(aws_lambda_function.router[0].environment[0].variables), "KAFKA_SECRET")
    error_message = "The router proves by its role who it is."
  }

  assert {
    condition     = toset(aws_lambda_function.router[0].vpc_config[0].subnet_ids) == toset(aws_subnet.this[*].id) && length(aws_lambda_function.dead_letters[0].vpc_config) == 0
    error_message = "The router is in the VPC, and it alone."
  }

  assert {
    condition     = toset(keys(aws_vpc_endpoint.interface)) == toset(["lambda", "sts", "secretsmanager", "email-smtp"]) && toset(keys(aws_vpc_endpoint.gateway)) == toset(["s3", "dynamodb"])
    error_message = "The router reaches its buckets, its state, its secret and the mail server."
  }

  assert {
    condition     = contains([for statement in data.aws_iam_policy_document.router.statement : statement.sid], "Write") && !contains([for statement in data.aws_iam_policy_document.router.statement : statement.sid], "Publish")
    error_message = "The router may write to the topic, and not to the bus."
  }

  assert {
    condition     = length(output.vpc_subnet_ids) == 3 && length(output.vpc_security_group_ids) == 1
    error_message = "serverless.yml learns where the router is to run."
  }
}

run "publish_with_a_password" {
  variables {
    enable_msk     = "provisioned"
    msk_auth       = "scram"
    publish_to_msk = true
  }

  override_data {
    target = data.aws_secretsmanager_secret.msk
    values = {
      arn        = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:AmazonMSK_waybill-AbCdEf"
      kms_key_id = "0f5a7c2e-3b1d-4c8e-9a6f-2d4b8e1c7a90"
    }
  }

  # The sample's handlers take payments from the internet.
  expect_failures = [check.payments_are_in_reach]

  assert {
    condition     = aws_lambda_function.router[0].environment[0].variables["KAFKA_PRESET"] == "msk" && aws_lambda_function.router[0].environment[0].variables["KAFKA_SECRET"] == output.msk_secret_arn
    error_message = "The router knows where its password is, and not the password."
  }

  assert {
    condition     = !contains([for statement in data.aws_iam_policy_document.router.statement : statement.sid], "Write") && contains([for statement in data.aws_iam_policy_document.router.statement : statement.sid], "Password")
    error_message = "The router may read the password, and needs no IAM of Kafka's."
  }
}
