# The account for what users upload, what is made of it, dead letters and state. Flex Consumption reaches it over its public address, and
# nobody without a role gets in: it has no keys.
resource "azurerm_storage_account" "data" {
  resource_group_name = azurerm_resource_group.this.name
  location            = azurerm_resource_group.this.location
  name                = "${local.letters}data${local.suffix}"
  tags                = var.labels

  account_kind = "StorageV2"
  account_tier = "Standard"
  # In one zone, like the functions.
  account_replication_type = "LRS"

  shared_access_key_enabled         = false
  default_to_oauth_authentication   = true
  local_user_enabled                = false
  allow_nested_items_to_be_public   = false
  cross_tenant_replication_enabled  = false
  allowed_copy_scope                = "AAD"
  https_traffic_only_enabled        = true
  min_tls_version                   = "TLS1_2"
  infrastructure_encryption_enabled = true

  blob_properties {
    # An upload that was overwritten can be had again for as long as its event may come again.
    versioning_enabled = true

    delete_retention_policy {
      days = 7
    }

    container_delete_retention_policy {
      days = 7
    }
  }

  lifecycle {
    precondition {
      condition     = can(regex("^[a-z0-9]{3,24}$", "${local.letters}data${local.suffix}"))
      error_message = "name: \"${var.name}\" makes \"${local.letters}data${local.suffix}\", which is no name of a storage account (3 to 24 of a-z and 0-9). Choose another."
    }
  }
}

resource "azurerm_storage_management_policy" "data" {
  storage_account_id = azurerm_storage_account.data.id

  rule {
    name    = "older-versions"
    enabled = true

    filters {
      blob_types = ["blockBlob"]
    }

    actions {
      version {
        delete_after_days_since_creation = 30
      }
    }
  }

  # What Event Grid gave up on is filed within minutes of its blob.
  rule {
    name    = "given-up"
    enabled = true

    filters {
      blob_types   = ["blockBlob"]
      prefix_match = ["${azurerm_storage_container.given_up.name}/"]
    }

    actions {
      base_blob {
        delete_after_days_since_modification_greater_than = 30
      }
    }
  }
}

resource "azurerm_storage_container" "uploads" {
  count = local.uploads ? 1 : 0

  storage_account_id    = azurerm_storage_account.data.id
  name                  = "uploads"
  container_access_type = "private"
}

resource "azurerm_storage_container" "thumbnails" {
  count = local.blobs ? 1 : 0

  storage_account_id    = azurerm_storage_account.data.id
  name                  = "thumbnails"
  container_access_type = "private"
}

# What happens in the account. One account has one; each subscription takes one container alone.
resource "azurerm_eventgrid_system_topic" "storage" {
  resource_group_name = azurerm_resource_group.this.name
  location            = azurerm_resource_group.this.location
  name                = "${var.name}-storage"
  topic_type          = "Microsoft.Storage.StorageAccounts"
  source_resource_id  = azurerm_storage_account.data.id
  tags                = var.labels

  identity {
    type = "SystemAssigned"
  }
}

locals {
  uploads_prefix = "/blobServices/default/containers/uploads/"
}

resource "azurerm_eventgrid_system_topic_event_subscription" "uploads" {
  for_each = { for subscription in try(local.routes.triggers.uploads.subscriptions, []) : subscription.name => subscription if var.code_deployed }

  resource_group_name   = azurerm_resource_group.this.name
  system_topic          = azurerm_eventgrid_system_topic.storage.name
  name                  = "uploads-${each.key}"
  event_delivery_schema = "CloudEventSchemaV1_0"
  included_event_types  = try(each.value.includedEventTypes, ["Microsoft.Storage.BlobCreated"])

  azure_function_endpoint {
    function_id                       = "${azurerm_function_app_flex_consumption.this.id}/functions/router"
    max_events_per_batch              = 1
    preferred_batch_size_in_kilobytes = 64
  }

  # The uploads container alone: thumbnails and dead letters raise nothing.
  subject_filter {
    subject_begins_with = startswith(try(each.value.subjectBeginsWith, ""), local.uploads_prefix) ? each.value.subjectBeginsWith : local.uploads_prefix
    subject_ends_with   = try(each.value.subjectEndsWith, "")
  }

  # All of them must hold. Each operator that the filters are made of is a block of its own here.
  dynamic "advanced_filter" {
    for_each = [for filters in [each.value.advancedFilters] : filters if length(filters) > 0]

    content {
      dynamic "is_not_null" {
        for_each = [for filter in advanced_filter.value : filter if filter.operatorType == "IsNotNull"]

        content {
          key = is_not_null.value.key
        }
      }

      dynamic "is_null_or_undefined" {
        for_each = [for filter in advanced_filter.value : filter if filter.operatorType == "IsNullOrUndefined"]

        content {
          key = is_null_or_undefined.value.key
        }
      }

      dynamic "number_in" {
        for_each = [for filter in advanced_filter.value : filter if filter.operatorType == "NumberIn"]

        content {
          key    = number_in.value.key
          values = number_in.value.values
        }
      }

      dynamic "number_in_range" {
        for_each = [for filter in advanced_filter.value : filter if filter.operatorType == "NumberInRange"]

        content {
          key    = number_in_range.value.key
          values = number_in_range.value.values
        }
      }

      dynamic "string_begins_with" {
        for_each = [for filter in advanced_filter.value : filter if filter.operatorType == "StringBeginsWith"]

        content {
          key    = string_begins_with.value.key
          values = string_begins_with.value.values
        }
      }

      dynamic "string_ends_with" {
        for_each = [for filter in advanced_filter.value : filter if filter.operatorType == "StringEndsWith"]

        content {
          key    = string_ends_with.value.key
          values = string_ends_with.value.values
        }
      }

      dynamic "string_in" {
        for_each = [for filter in advanced_filter.value : filter if filter.operatorType == "StringIn"]

        content {
          key    = string_in.value.key
          values = string_in.value.values
        }
      }
    }
  }

  # A day is the most that Event Grid has (Event Grid documentation, "Event delivery and retry"). Then it is a dead letter.
  retry_policy {
    event_time_to_live    = 1440
    max_delivery_attempts = 30
  }

  storage_blob_dead_letter_destination {
    storage_account_id          = azurerm_storage_account.data.id
    storage_blob_container_name = azurerm_storage_container.given_up.name
  }

  dead_letter_identity {
    type = "SystemAssigned"
  }

  lifecycle {
    precondition {
      condition     = length(setsubtract([for filter in each.value.advancedFilters : filter.operatorType], local.operators)) == 0
      error_message = "routes.json: the filter \"${each.key}\" of uploads has an operator that is none of ${join(", ", local.operators)}. Run `npx waybill routes compile`."
    }
  }

  depends_on = [azurerm_role_assignment.given_up_storage]
}
