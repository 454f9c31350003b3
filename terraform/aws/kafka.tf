# MSK, with enable_msk: TLS only, in three zones, and nobody gets in without proving who they are.

locals {
  msk        = var.enable_msk != "off"
  msk_scram  = local.msk && var.msk_auth == "scram"
  msk_mapped = local.msk && local.kafka != null

  # No resource of this provider makes topics: the README says how to make this one.
  msk_topic = "${var.name}-events"
  msk_group = "${var.name}-router"

  msk_cluster_arn = one(concat(aws_msk_serverless_cluster.this[*].arn, aws_msk_cluster.this[*].arn))
  # arn:…:cluster/NAME/UUID names the cluster, arn:…:topic/NAME/UUID/TOPIC a topic of it.
  msk_topic_arn = local.msk ? "${replace(local.msk_cluster_arn, ":cluster/", ":topic/")}/${local.msk_topic}" : null
  msk_group_arn = local.msk ? "${replace(local.msk_cluster_arn, ":cluster/", ":group/")}/${local.msk_group}" : null

  msk_bootstrap_brokers = one(concat(
    aws_msk_serverless_cluster.this[*].bootstrap_brokers_sasl_iam,
    [for cluster in aws_msk_cluster.this : local.msk_scram ? cluster.bootstrap_brokers_sasl_scram : cluster.bootstrap_brokers_sasl_iam],
  ))
}

resource "aws_msk_serverless_cluster" "this" {
  count        = var.enable_msk == "serverless" ? 1 : 0
  cluster_name = var.name
  tags         = local.tags

  vpc_config {
    subnet_ids         = aws_subnet.this[*].id
    security_group_ids = aws_security_group.cluster[*].id
  }

  client_authentication {
    sasl {
      iam {
        enabled = true
      }
    }
  }
}

resource "aws_msk_cluster" "this" {
  count                  = var.enable_msk == "provisioned" ? 1 : 0
  cluster_name           = var.name
  kafka_version          = "3.9.x"
  number_of_broker_nodes = 3
  tags                   = local.tags

  broker_node_group_info {
    instance_type   = "kafka.t3.small"
    client_subnets  = aws_subnet.this[*].id
    security_groups = aws_security_group.cluster[*].id

    storage_info {
      ebs_storage_info {
        volume_size = 20
      }
    }
  }

  client_authentication {
    unauthenticated = false

    sasl {
      iam   = var.msk_auth == "iam"
      scram = var.msk_auth == "scram"
    }
  }

  # At rest with the key that AWS manages for MSK.
  encryption_info {
    encryption_in_transit {
      client_broker = "TLS"
      in_cluster    = true
    }
  }

  configuration_info {
    arn      = aws_msk_configuration.this[0].arn
    revision = aws_msk_configuration.this[0].latest_revision
  }

  logging_info {
    broker_logs {
      cloudwatch_logs {
        enabled   = true
        log_group = aws_cloudwatch_log_group.msk[0].name
      }
    }
  }
}

resource "aws_cloudwatch_log_group" "msk" {
  count             = var.enable_msk == "provisioned" ? 1 : 0
  name              = "/aws/msk/${var.name}"
  retention_in_days = 30
  tags              = local.tags
}

# What is acknowledged is on two brokers of three, so that the loss of one loses nothing and stops nothing.
resource "aws_msk_configuration" "this" {
  count             = var.enable_msk == "provisioned" ? 1 : 0
  name              = var.name
  kafka_versions    = ["3.9.x"]
  server_properties = <<-PROPERTIES
    auto.create.topics.enable=false
    default.replication.factor=3
    min.insync.replicas=2
    unclean.leader.election.enable=false
  PROPERTIES
}

# User and password, which whoever deploys has put there: the prefix is MSK's own, and so Terraform's state never holds them.
data "aws_secretsmanager_secret" "msk" {
  count = local.msk_scram ? 1 : 0
  name  = "AmazonMSK_${var.name}"

  lifecycle {
    postcondition {
      condition     = self.kms_key_id != "" && !strcontains(self.kms_key_id, "alias/aws/")
      error_message = "msk_auth: MSK takes no secret under a key that AWS manages. Make AmazonMSK_${var.name} with a key of your own: the README has the commands."
    }
  }
}

resource "aws_msk_scram_secret_association" "this" {
  count           = local.msk_scram ? 1 : 0
  cluster_arn     = aws_msk_cluster.this[0].arn
  secret_arn_list = [data.aws_secretsmanager_secret.msk[0].arn]
}
