# Each wrong input stops the plan, with a sentence that says what was expected.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  region  = "eu-west-1"
  secrets = { SMTP_URL = "smtp", PAYMENTS_URL = "smtp" }
}

run "a_name_with_capitals" {
  command = plan

  variables {
    name = "Waybill"
  }

  expect_failures = [var.name]
}

run "a_name_that_ends_in_a_hyphen" {
  command = plan

  variables {
    name = "way-"
  }

  expect_failures = [var.name]
}

run "a_name_that_is_too_long" {
  command = plan

  variables {
    name = "waybill-waybill-w"
  }

  expect_failures = [var.name]
}

run "a_name_that_s3_keeps_for_itself" {
  command = plan

  variables {
    name = "xn--waybill"
  }

  expect_failures = [aws_s3_bucket.uploads]
}

run "a_region_of_another_cloud" {
  command = plan

  variables {
    region = "europe-west1"
  }

  expect_failures = [var.region]
}

run "an_availability_zone" {
  command = plan

  variables {
    region = "eu-west-1a"
  }

  expect_failures = [var.region]
}

run "another_region_than_the_providers" {
  command = plan

  variables {
    region = "us-east-1"
  }

  expect_failures = [data.aws_region.current]
}

run "a_label_that_is_too_long" {
  command = plan

  variables {
    labels = { team = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" }
  }

  expect_failures = [var.labels]
}

run "a_package_that_is_no_zip" {
  command = plan

  variables {
    package = "dist/aws"
  }

  expect_failures = [var.package]
}

run "a_timeout_that_lambda_refuses" {
  command = plan

  variables {
    function_timeout = 901
  }

  expect_failures = [var.function_timeout]
}

run "a_timeout_below_the_longest_route" {
  command = plan

  variables {
    function_timeout = 20
  }

  expect_failures = [var.function_timeout]
}

run "half_a_second" {
  command = plan

  variables {
    function_timeout = 60.5
  }

  expect_failures = [var.function_timeout]
}

run "too_little_memory" {
  command = plan

  variables {
    memory = 128
  }

  expect_failures = [var.memory]
}

run "no_instance" {
  command = plan

  variables {
    max_instances = 0
  }

  expect_failures = [var.max_instances]
}

run "the_url_of_the_mail_server" {
  command = plan

  variables {
    secrets = { SMTP_URL = "smtps://user:password@host" }
  }

  expect_failures = [var.secrets]
}

run "a_password_among_the_settings" {
  command = plan

  variables {
    settings = { SMTP_URL = "smtp://host" }
  }

  expect_failures = [var.settings]
}

run "a_setting_that_is_no_variable" {
  command = plan

  variables {
    settings = { "mail-from" = "x" }
  }

  expect_failures = [var.settings]
}

run "no_address" {
  command = plan

  variables {
    alert_email = "ops"
  }

  expect_failures = [var.alert_email]
}

run "an_unknown_cluster" {
  command = plan

  variables {
    enable_msk = "kraft"
  }

  expect_failures = [var.enable_msk]
}

run "an_unknown_proof" {
  command = plan

  variables {
    msk_auth = "plain"
  }

  expect_failures = [var.msk_auth]
}

run "scram_on_a_serverless_cluster" {
  command = plan

  variables {
    enable_msk = "serverless"
    msk_auth   = "scram"
  }

  expect_failures = [var.msk_auth]
}

run "scram_without_a_cluster" {
  command = plan

  variables {
    msk_auth = "scram"
  }

  expect_failures = [var.msk_auth]
}

run "a_timeout_that_kafka_refuses" {
  command = plan

  variables {
    enable_msk       = "serverless"
    function_timeout = 841
  }

  expect_failures = [var.function_timeout]
}

run "publishing_to_no_cluster" {
  command = plan

  variables {
    publish_to_msk = true
  }

  expect_failures = [var.publish_to_msk]
}

run "a_package_that_is_not_there" {
  command = plan

  variables {
    deploy_function = true
    package         = "./tests/missing.zip"
  }

  expect_failures = [aws_lambda_function.router]
}

run "too_few_zones" {
  command = plan

  variables {
    enable_msk = "serverless"
  }

  override_data {
    target = data.aws_availability_zones.this[0]
    values = { names = ["eu-west-1a", "eu-west-1b"] }
  }

  expect_failures = [data.aws_availability_zones.this]
}

run "a_password_under_a_key_of_aws" {
  command = plan

  variables {
    enable_msk = "provisioned"
    msk_auth   = "scram"
  }

  override_data {
    target = data.aws_secretsmanager_secret.msk
    values = { kms_key_id = "" }
  }

  expect_failures = [data.aws_secretsmanager_secret.msk]
}
