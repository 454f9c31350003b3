# Event Hubs, which Kafka clients can write to. The cheapest plan that has consumer groups and Kafka's protocol.
resource "azurerm_eventhub_namespace" "this" {
  count = var.enable_event_hubs ? 1 : 0

  resource_group_name          = azurerm_resource_group.this.name
  location                     = azurerm_resource_group.this.location
  name                         = "${var.name}-hubs-${local.suffix}"
  sku                          = "Standard"
  capacity                     = 1
  local_authentication_enabled = false
  minimum_tls_version          = "1.2"
  tags                         = var.labels
}

resource "azurerm_eventhub" "events" {
  count = var.enable_event_hubs ? 1 : 0

  namespace_id = azurerm_eventhub_namespace.this[0].id
  name         = "events"
  # It cannot be changed later in this plan. One partition is read by one instance at a time.
  partition_count = 4
  # Days: the most that this plan has.
  message_retention = 7
}

resource "azurerm_eventhub_consumer_group" "router" {
  count = var.enable_event_hubs ? 1 : 0

  resource_group_name = azurerm_resource_group.this.name
  namespace_name      = azurerm_eventhub_namespace.this[0].name
  eventhub_name       = azurerm_eventhub.events[0].name
  name                = "waybill"
}
