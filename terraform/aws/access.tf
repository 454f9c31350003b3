/**
 * Who may do what. Each function has a role of its own, made by whoever deploys it, here with deploy_function; so has the scheduler, and
 * nobody else. Grants follow from what the routes need. cli/deploy/aws-roles.cjs grants the same for serverless.yml.
 */

locals {
  # The secrets that the router reads when it first needs them, by the variable that names each.
  secret_names = { for key, secret in var.secrets : "${key}_SECRET" => secret if contains(local.routes.needs, local.need_of[key]) }
  secret_arns  = { for key, secret in data.aws_secretsmanager_secret.this : key => secret.arn }

  # What the router's mappings read.
  router_queues = concat(aws_sqs_queue.uploads[*].arn, aws_sqs_queue.events[*].arn)

  log_groups = {
    router       = "arn:${local.partition}:logs:${var.region}:${local.account_id}:log-group:/aws/lambda/${local.function_name}"
    dead_letters = "arn:${local.partition}:logs:${var.region}:${local.account_id}:log-group:/aws/lambda/${local.dead_letters_function_name}"
  }
}

# A secret that is not there stops the plan, and not the first mail.
data "aws_secretsmanager_secret" "this" {
  for_each = local.secret_names
  arn      = startswith(each.value, "arn:") ? each.value : null
  name     = startswith(each.value, "arn:") ? null : each.value
}

# The keys of secrets that AWS's own key does not keep.
data "aws_kms_key" "secrets" {
  for_each = {
    for key, secret in merge(data.aws_secretsmanager_secret.this, { for secret in data.aws_secretsmanager_secret.msk : "kafka" => secret }) :
    key => secret.kms_key_id if secret.kms_key_id != "" && !strcontains(secret.kms_key_id, "alias/aws/")
  }
  key_id = each.value
}

data "aws_iam_policy_document" "assume" {
  for_each = toset(["lambda", "scheduler"])

  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["${each.key}.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "router" {
  count              = var.deploy_function ? 1 : 0
  name               = "${local.function_name}-${var.region}"
  assume_role_policy = data.aws_iam_policy_document.assume["lambda"].json
  tags               = local.tags
}

resource "aws_iam_role_policy" "router" {
  count  = var.deploy_function ? 1 : 0
  name   = "router"
  role   = aws_iam_role.router[0].id
  policy = data.aws_iam_policy_document.router.json
}

data "aws_iam_policy_document" "router" {
  # for: the log
  statement {
    sid       = "Log"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${local.log_groups.router}:*"] # its streams, which Lambda names
  }

  # for: state
  statement {
    sid       = "State"
    actions   = ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:DeleteItem", "dynamodb:Query"]
    resources = [aws_dynamodb_table.state.arn]
  }

  # for: dead letters (and outboxes too large for the state)
  statement {
    sid       = "Letters"
    actions   = ["s3:GetObject", "s3:PutObject"]
    resources = ["${aws_s3_bucket.dead_letters.arn}/*"] # names are made of digests
  }

  # for: dead letters. Lambda writes what it gave up on under the function's own role.
  statement {
    sid       = "OnFailure"
    actions   = ["s3:PutObject"]
    resources = ["${aws_s3_bucket.on_failure.arn}/*"] # Lambda names the records
  }

  # for: uploads, thumbnails, dead letters. Without it S3 answers 403 for an object that is not there, and not 404.
  statement {
    sid     = "Absent"
    actions = ["s3:ListBucket"]
    resources = concat(
      [aws_s3_bucket.dead_letters.arn, aws_s3_bucket.on_failure.arn],
      local.needs_blobs ? [aws_s3_bucket.uploads.arn, aws_s3_bucket.thumbnails.arn] : [],
    )
  }

  dynamic "statement" {
    for_each = local.needs_blobs ? ["uploads"] : []

    # for: uploads
    content {
      sid       = "Uploads"
      actions   = ["s3:GetObject"]
      resources = ["${aws_s3_bucket.uploads.arn}/*"] # users name what they upload
    }
  }

  dynamic "statement" {
    for_each = local.needs_blobs ? ["thumbnails"] : []

    # for: thumbnails
    content {
      sid       = "Thumbnails"
      actions   = ["s3:GetObject", "s3:PutObject"]
      resources = ["${aws_s3_bucket.thumbnails.arn}/*"] # named after the uploads
    }
  }

  dynamic "statement" {
    for_each = length(local.router_queues) > 0 ? ["queues"] : []

    # for: uploads, events
    content {
      sid       = "Queues"
      actions   = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]
      resources = local.router_queues
    }
  }

  dynamic "statement" {
    for_each = var.publish_to_msk ? [] : ["events"]

    # for: events
    content {
      sid       = "Publish"
      actions   = ["events:PutEvents"]
      resources = [aws_cloudwatch_event_bus.events.arn]
    }
  }

  dynamic "statement" {
    for_each = length(local.secret_arns) > 0 ? ["secrets"] : []

    # for: mail, payments
    content {
      sid       = "Secrets"
      actions   = ["secretsmanager:GetSecretValue"]
      resources = values(local.secret_arns)
    }
  }

  dynamic "statement" {
    for_each = local.msk ? ["kafka"] : []

    # for: kafka
    content {
      sid       = "Cluster"
      actions   = ["kafka:DescribeCluster", "kafka:DescribeClusterV2", "kafka:GetBootstrapBrokers"]
      resources = [local.msk_cluster_arn]
    }
  }

  dynamic "statement" {
    for_each = local.msk ? ["kafka"] : []

    # for: kafka. The mapping's network interfaces, and with publish_to_msk the function's own.
    content {
      sid = "Network"
      actions = [
        "ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface", "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSecurityGroups", "ec2:DescribeSubnets", "ec2:DescribeVpcs",
      ]
      resources = ["*"] # EC2's Describe actions take no resource, and Lambda checks these six together
    }
  }

  dynamic "statement" {
    for_each = local.msk && var.msk_auth == "iam" ? ["kafka"] : []

    # for: kafka
    content {
      sid = "Read"
      actions = [
        "kafka-cluster:Connect", "kafka-cluster:DescribeClusterDynamicConfiguration",
        "kafka-cluster:DescribeTopic", "kafka-cluster:ReadData",
        "kafka-cluster:DescribeGroup", "kafka-cluster:AlterGroup",
      ]
      resources = [local.msk_cluster_arn, local.msk_topic_arn, local.msk_group_arn]
    }
  }

  dynamic "statement" {
    for_each = var.publish_to_msk && var.msk_auth == "iam" ? ["kafka"] : []

    # for: kafka
    content {
      sid       = "Write"
      actions   = ["kafka-cluster:WriteData"]
      resources = [local.msk_topic_arn]
    }
  }

  dynamic "statement" {
    for_each = local.msk_scram ? ["kafka"] : []

    # for: kafka
    content {
      sid       = "Password"
      actions   = ["secretsmanager:GetSecretValue"]
      resources = data.aws_secretsmanager_secret.msk[*].arn
    }
  }

  dynamic "statement" {
    for_each = length(data.aws_kms_key.secrets) > 0 ? ["keys"] : []

    # for: mail, payments, kafka
    content {
      sid       = "Keys"
      actions   = ["kms:Decrypt"]
      resources = [for key in data.aws_kms_key.secrets : key.arn]
    }
  }
}

resource "aws_iam_role" "dead_letters" {
  count              = var.deploy_function ? 1 : 0
  name               = "${local.dead_letters_function_name}-${var.region}"
  assume_role_policy = data.aws_iam_policy_document.assume["lambda"].json
  tags               = local.tags
}

resource "aws_iam_role_policy" "dead_letters" {
  count  = var.deploy_function ? 1 : 0
  name   = "dead-letters"
  role   = aws_iam_role.dead_letters[0].id
  policy = data.aws_iam_policy_document.dead_letters.json
}

data "aws_iam_policy_document" "dead_letters" {
  # for: the log
  statement {
    sid       = "Log"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${local.log_groups.dead_letters}:*"] # its streams, which Lambda names
  }

  # for: state
  statement {
    sid       = "State"
    actions   = ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:DeleteItem", "dynamodb:Query"]
    resources = [aws_dynamodb_table.state.arn]
  }

  # for: dead letters
  statement {
    sid       = "Letters"
    actions   = ["s3:GetObject", "s3:PutObject"]
    resources = ["${aws_s3_bucket.dead_letters.arn}/*"] # names are made of digests
  }

  # for: dead letters
  statement {
    sid       = "Records"
    actions   = ["s3:GetObject"]
    resources = ["${aws_s3_bucket.on_failure.arn}/*"] # Lambda names the records
  }

  # for: dead letters. Without it S3 answers 403 for an object that is not there, and not 404.
  statement {
    sid       = "Absent"
    actions   = ["s3:ListBucket"]
    resources = [aws_s3_bucket.dead_letters.arn, aws_s3_bucket.on_failure.arn]
  }

  # for: dead letters
  statement {
    sid       = "Queues"
    actions   = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]
    resources = [for queue in local.dead_letter_queues : queue.arn]
  }
}
