# Where the letters are. Nothing is deleted by itself: the index in the state names them, and a redrive reads them.
resource "azurerm_storage_container" "dead_letters" {
  storage_account_id    = azurerm_storage_account.data.id
  name                  = "dead-letters"
  container_access_type = "private"
}

# What Event Grid gave up on. It goes to the function that files and never routes.
resource "azurerm_storage_container" "given_up" {
  storage_account_id    = azurerm_storage_account.data.id
  name                  = "event-grid-dead-letters"
  container_access_type = "private"
}

resource "azurerm_eventgrid_system_topic_event_subscription" "dead_letters" {
  count = var.code_deployed ? 1 : 0

  resource_group_name   = azurerm_resource_group.this.name
  system_topic          = azurerm_eventgrid_system_topic.storage.name
  name                  = "dead-letters"
  event_delivery_schema = "CloudEventSchemaV1_0"
  included_event_types  = ["Microsoft.Storage.BlobCreated"]

  azure_function_endpoint {
    function_id                       = "${azurerm_function_app_flex_consumption.this.id}/functions/dead-letters"
    max_events_per_batch              = 1
    preferred_batch_size_in_kilobytes = 64
  }

  subject_filter {
    subject_begins_with = "/blobServices/default/containers/${azurerm_storage_container.given_up.name}/"
  }

  retry_policy {
    event_time_to_live    = 1440
    max_delivery_attempts = 30
  }

  # Back into the same container, whose next notice is tried for a day again: what could not be filed is never dropped.
  storage_blob_dead_letter_destination {
    storage_account_id          = azurerm_storage_account.data.id
    storage_blob_container_name = azurerm_storage_container.given_up.name
  }

  dead_letter_identity {
    type = "SystemAssigned"
  }

  depends_on = [azurerm_role_assignment.given_up_storage]
}
