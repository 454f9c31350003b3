# The function publishes to it, and so does whoever has events for the routes, each as an identity with the role of a sender.
resource "azurerm_eventgrid_topic" "events" {
  resource_group_name = azurerm_resource_group.this.name
  location            = azurerm_resource_group.this.location
  name                = "${var.name}-events-${local.suffix}"
  input_schema        = "CloudEventSchemaV1_0"
  local_auth_enabled  = false
  tags                = var.labels

  identity {
    type = "SystemAssigned"
  }
}

resource "azurerm_eventgrid_event_subscription" "events" {
  for_each = { for subscription in try(local.routes.triggers.events.subscriptions, []) : subscription.name => subscription if var.code_deployed }

  scope                 = azurerm_eventgrid_topic.events.id
  name                  = "events-${each.key}"
  event_delivery_schema = "CloudEventSchemaV1_0"
  included_event_types  = try(each.value.includedEventTypes, null)

  azure_function_endpoint {
    function_id                       = "${azurerm_function_app_flex_consumption.this.id}/functions/router"
    max_events_per_batch              = 1
    preferred_batch_size_in_kilobytes = 64
  }

  dynamic "subject_filter" {
    for_each = [for filter in [each.value] : filter if try(filter.subjectBeginsWith, "") != "" || try(filter.subjectEndsWith, "") != ""]

    content {
      subject_begins_with = try(subject_filter.value.subjectBeginsWith, "")
      subject_ends_with   = try(subject_filter.value.subjectEndsWith, "")
    }
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
      error_message = "routes.json: the filter \"${each.key}\" of events has an operator that is none of ${join(", ", local.operators)}. Run `npx waybill routes compile`."
    }
  }

  depends_on = [azurerm_role_assignment.given_up_events]
}
