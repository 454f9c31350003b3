/**
 * The cluster's VPC, without a way to or from the internet. The mapping's network interfaces lie in the cluster's subnets and security
 * group, and reach Lambda, STS and Secrets Manager through endpoints: about 7.30 USD a month for each endpoint and zone (us-east-1),
 * where a NAT gateway is 33 USD a zone and what passes it.
 */

locals {
  # The loss of one of the two zones leaves the other.
  endpoint_zones = 2

  endpoints = !local.msk ? [] : concat(
    ["lambda", "sts"],                                                                                   # for: kafka
    local.msk_scram || (var.publish_to_msk && length(local.secret_names) > 0) ? ["secretsmanager"] : [], # for: kafka, mail, payments
    var.publish_to_msk && contains(keys(local.secret_names), "SMTP_URL_SECRET") ? ["email-smtp"] : [],   # for: mail
  )
  gateways = var.publish_to_msk ? ["s3", "dynamodb"] : [] # for: uploads, thumbnails, dead letters, state; these cost nothing
}

data "aws_availability_zones" "this" {
  count = local.msk ? 1 : 0
  state = "available"

  filter {
    name   = "opt-in-status"
    values = ["opt-in-not-required"]
  }

  lifecycle {
    postcondition {
      condition     = length(self.names) >= 3
      error_message = "enable_msk: ${var.region} has ${length(self.names)} zones for this account, and the cluster needs 3. Choose another region, or set enable_msk = \"off\"."
    }
  }
}

resource "aws_vpc" "this" {
  count                = local.msk ? 1 : 0
  cidr_block           = "10.77.0.0/20"
  enable_dns_support   = true
  enable_dns_hostnames = true
  tags                 = merge(local.tags, { Name = var.name })
}

# Nobody is to use it: without rules, nothing passes.
resource "aws_default_security_group" "this" {
  count  = local.msk ? 1 : 0
  vpc_id = aws_vpc.this[0].id
  tags   = merge(local.tags, { Name = "${var.name}-unused" })
}

resource "aws_subnet" "this" {
  count             = local.msk ? 3 : 0
  vpc_id            = aws_vpc.this[0].id
  availability_zone = data.aws_availability_zones.this[0].names[count.index]
  cidr_block        = cidrsubnet(aws_vpc.this[0].cidr_block, 4, count.index)
  tags              = merge(local.tags, { Name = "${var.name}-${count.index}" })
}

resource "aws_route_table" "this" {
  count  = local.msk ? 1 : 0
  vpc_id = aws_vpc.this[0].id
  tags   = merge(local.tags, { Name = var.name })
}

resource "aws_route_table_association" "this" {
  count          = local.msk ? 3 : 0
  subnet_id      = aws_subnet.this[count.index].id
  route_table_id = aws_route_table.this[0].id
}

# The brokers, the mapping and the router: they speak to each other, and to the endpoints.
resource "aws_security_group" "cluster" {
  count       = local.msk ? 1 : 0
  name        = "${var.name}-cluster"
  description = "Brokers and their clients"
  vpc_id      = aws_vpc.this[0].id
  tags        = merge(local.tags, { Name = "${var.name}-cluster" })
}

resource "aws_security_group" "endpoints" {
  count       = local.msk ? 1 : 0
  name        = "${var.name}-endpoints"
  description = "Endpoints of AWS services"
  vpc_id      = aws_vpc.this[0].id
  tags        = merge(local.tags, { Name = "${var.name}-endpoints" })
}

# Brokers with TLS: 9096 for SCRAM, 9098 for IAM.
resource "aws_vpc_security_group_ingress_rule" "brokers" {
  count                        = local.msk ? 1 : 0
  description                  = "Kafka with TLS, from the group itself"
  security_group_id            = aws_security_group.cluster[0].id
  referenced_security_group_id = aws_security_group.cluster[0].id
  ip_protocol                  = "tcp"
  from_port                    = local.msk_scram ? 9096 : 9098
  to_port                      = local.msk_scram ? 9096 : 9098
  tags                         = local.tags
}

resource "aws_vpc_security_group_egress_rule" "brokers" {
  count                        = local.msk ? 1 : 0
  description                  = "Kafka with TLS, to the group itself"
  security_group_id            = aws_security_group.cluster[0].id
  referenced_security_group_id = aws_security_group.cluster[0].id
  ip_protocol                  = "tcp"
  from_port                    = local.msk_scram ? 9096 : 9098
  to_port                      = local.msk_scram ? 9096 : 9098
  tags                         = local.tags
}

# 443 for every service, 465 for mail.
resource "aws_vpc_security_group_egress_rule" "endpoints" {
  for_each                     = local.msk ? toset(contains(local.endpoints, "email-smtp") ? ["443", "465"] : ["443"]) : []
  description                  = "TLS to the endpoints"
  security_group_id            = aws_security_group.cluster[0].id
  referenced_security_group_id = aws_security_group.endpoints[0].id
  ip_protocol                  = "tcp"
  from_port                    = tonumber(each.key)
  to_port                      = tonumber(each.key)
  tags                         = local.tags
}

resource "aws_vpc_security_group_ingress_rule" "endpoints" {
  for_each                     = local.msk ? toset(contains(local.endpoints, "email-smtp") ? ["443", "465"] : ["443"]) : []
  description                  = "TLS from the mapping and the router"
  security_group_id            = aws_security_group.endpoints[0].id
  referenced_security_group_id = aws_security_group.cluster[0].id
  ip_protocol                  = "tcp"
  from_port                    = tonumber(each.key)
  to_port                      = tonumber(each.key)
  tags                         = local.tags
}

resource "aws_vpc_security_group_egress_rule" "gateways" {
  for_each          = aws_vpc_endpoint.gateway
  description       = "TLS to ${each.key}"
  security_group_id = aws_security_group.cluster[0].id
  prefix_list_id    = each.value.prefix_list_id
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  tags              = local.tags
}

resource "aws_vpc_endpoint" "interface" {
  for_each            = toset(local.endpoints)
  vpc_id              = aws_vpc.this[0].id
  service_name        = "com.amazonaws.${var.region}.${each.key}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = slice(aws_subnet.this[*].id, 0, local.endpoint_zones)
  security_group_ids  = aws_security_group.endpoints[*].id
  tags                = merge(local.tags, { Name = "${var.name}-${each.key}" })
}

resource "aws_vpc_endpoint" "gateway" {
  for_each          = toset(local.gateways)
  vpc_id            = aws_vpc.this[0].id
  service_name      = "com.amazonaws.${var.region}.${each.key}"
  vpc_endpoint_type = "Gateway"
  route_table_ids   = aws_route_table.this[*].id
  tags              = merge(local.tags, { Name = "${var.name}-${each.key}" })
}
