# Claims, joins, attempts and the index of dead letters.

resource "aws_dynamodb_table" "state" {
  name                        = "${var.name}-state"
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "collection"
  range_key                   = "key"
  deletion_protection_enabled = !var.force_destroy
  tags                        = local.tags

  attribute {
    name = "collection"
    type = "S"
  }

  attribute {
    name = "key"
    type = "S"
  }

  # In seconds. The router goes by its own clock; this only cleans up.
  ttl {
    attribute_name = "ttl"
    enabled        = true
  }

  point_in_time_recovery {
    enabled = true
  }

  # With the key that AWS manages for DynamoDB, which asks nobody for a grant.
  server_side_encryption {
    enabled = true
  }
}
