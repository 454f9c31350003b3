/**
 * Waybill on AWS. Uploads come from S3 and events from an EventBridge bus, each through a queue; Kafka (MSK) on request. What is here
 * follows from routes.json, which `npx waybill routes compile` makes from the route table: a trigger that no route needs is not made.
 */

locals {
  routes  = jsondecode(file("${path.module}/routes.json"))
  uploads = local.routes.triggers.uploads
  events  = local.routes.triggers.events
  kafka   = local.routes.triggers.kafka

  # An OR of filters; none lets everything through.
  uploads_filters = flatten(local.uploads[*].filterPatterns)
  kafka_filters   = flatten(local.kafka[*].filterPatterns)

  function_name              = "${var.name}-router"
  dead_letters_function_name = "${var.name}-dead-letters"

  needs_blobs = contains(local.routes.needs, "blobs")
  need_of     = { SMTP_URL = "mail", PAYMENTS_URL = "payments" }

  account_id = data.aws_caller_identity.current.account_id
  partition  = data.aws_partition.current.partition

  # Names of buckets are the world's, not the account's: 57 characters at most, of the 63 that S3 takes.
  bucket_names = {
    for role in ["uploads", "thumbnails", "dead-letters", "on-failure"] : role => "${var.name}-${role}-${local.account_id}-${var.region}"
  }

  # The router gives an event up after 24 h (maxAge): what a platform bounds by age or by count lasts an hour's outage longer.
  outlast_seconds = 25 * 60 * 60
  # Lambda asks for six times the function's own limit, so that a batch that is still being tried is not brought twice.
  visibility_seconds = 6 * var.function_timeout
  # Each receive hides a message for that long; five more for the router's own attempts.
  receives = ceil(local.outlast_seconds / local.visibility_seconds) + 5

  tags = merge({ app = var.name }, var.labels)
}

data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

data "aws_region" "current" {
  lifecycle {
    postcondition {
      condition     = self.name == var.region
      error_message = "region is \"${var.region}\" and the provider is set to \"${self.name}\": set AWS_REGION=${var.region}, or region in the provider block of the module that calls this one."
    }
  }
}

check "kafka_is_used" {
  assert {
    condition     = var.enable_msk == "off" || local.kafka != null || var.publish_to_msk
    error_message = "enable_msk is \"${var.enable_msk}\", no route takes what Kafka brings, and nothing is published to it: the cluster only costs money."
  }
}

check "payments_are_in_reach" {
  assert {
    condition     = !(var.publish_to_msk && contains(local.routes.needs, "payments"))
    error_message = "publish_to_msk puts the router into a VPC without a way to the internet, and its handlers take payments: PAYMENTS_URL must be an address inside the VPC, or the VPC needs a NAT gateway."
  }
}

check "mail" {
  assert {
    condition     = contains(keys(var.secrets), "SMTP_URL") || !contains(local.routes.needs, "mail")
    error_message = "secrets: a route sends mail, and no secret has SMTP_URL. Its events wait, and in the end they are dead letters."
  }
}

check "payments" {
  assert {
    condition     = contains(keys(merge(var.secrets, var.settings)), "PAYMENTS_URL") || !contains(local.routes.needs, "payments")
    error_message = "secrets: a route takes payments, and neither secrets nor settings have PAYMENTS_URL. Its events wait, and in the end they are dead letters."
  }
}
