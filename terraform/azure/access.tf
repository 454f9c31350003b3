# Who may do what. Each grant says `for:` whom it is; it is on the container, the table or the topic itself.

resource "azurerm_user_assigned_identity" "function" {
  resource_group_name = azurerm_resource_group.this.name
  location            = azurerm_resource_group.this.location
  name                = "${var.name}-function"
  tags                = var.labels
}

# for: host (the Functions host keeps its locks, checkpoints, keys and the deployed package in its own account; no narrower role will do:
# Azure Functions documentation, "Connecting to host storage with an identity")
resource "azurerm_role_assignment" "host_blobs" {
  scope                = azurerm_storage_account.host.id
  role_definition_name = "Storage Blob Data Owner"
  principal_id         = azurerm_user_assigned_identity.function.principal_id
  principal_type       = "ServicePrincipal"
}

# for: host (its diagnostic events, in a table of its own account)
resource "azurerm_role_assignment" "host_tables" {
  scope                = azurerm_storage_account.host.id
  role_definition_name = "Storage Table Data Contributor"
  principal_id         = azurerm_user_assigned_identity.function.principal_id
  principal_type       = "ServicePrincipal"
}

# for: logs (Application Insights takes no key)
resource "azurerm_role_assignment" "logs" {
  scope                = azurerm_application_insights.this.id
  role_definition_name = "Monitoring Metrics Publisher"
  principal_id         = azurerm_user_assigned_identity.function.principal_id
  principal_type       = "ServicePrincipal"
}

# for: uploads (the function reads what was uploaded)
resource "azurerm_role_assignment" "uploads" {
  count = local.uploads && local.blobs ? 1 : 0

  scope                = azurerm_storage_container.uploads[0].id
  role_definition_name = "Storage Blob Data Reader"
  principal_id         = azurerm_user_assigned_identity.function.principal_id
  principal_type       = "ServicePrincipal"
}

# for: thumbnails
resource "azurerm_role_assignment" "thumbnails" {
  count = local.blobs ? 1 : 0

  scope                = azurerm_storage_container.thumbnails[0].id
  role_definition_name = "Storage Blob Data Contributor"
  principal_id         = azurerm_user_assigned_identity.function.principal_id
  principal_type       = "ServicePrincipal"
}

# for: dead letters (the letters' bodies)
resource "azurerm_role_assignment" "dead_letters" {
  scope                = azurerm_storage_container.dead_letters.id
  role_definition_name = "Storage Blob Data Contributor"
  principal_id         = azurerm_user_assigned_identity.function.principal_id
  principal_type       = "ServicePrincipal"
}

# for: dead letters (the function reads what Event Grid gave up on …)
resource "azurerm_role_assignment" "given_up" {
  scope                = azurerm_storage_container.given_up.id
  role_definition_name = "Storage Blob Data Reader"
  principal_id         = azurerm_user_assigned_identity.function.principal_id
  principal_type       = "ServicePrincipal"
}

# for: dead letters (… which the system topic writes …)
resource "azurerm_role_assignment" "given_up_storage" {
  scope                = azurerm_storage_container.given_up.id
  role_definition_name = "Storage Blob Data Contributor"
  principal_id         = azurerm_eventgrid_system_topic.storage.identity[0].principal_id
  principal_type       = "ServicePrincipal"
}

# for: dead letters (… and the topic for events)
resource "azurerm_role_assignment" "given_up_events" {
  count = local.events ? 1 : 0

  scope                = azurerm_storage_container.given_up.id
  role_definition_name = "Storage Blob Data Contributor"
  principal_id         = azurerm_eventgrid_topic.events.identity[0].principal_id
  principal_type       = "ServicePrincipal"
}

# for: state (this table alone)
resource "azurerm_role_assignment" "state" {
  scope                = "${azurerm_storage_account.data.id}/tableServices/default/tables/${local.state_table}"
  role_definition_name = "Storage Table Data Contributor"
  principal_id         = azurerm_user_assigned_identity.function.principal_id
  principal_type       = "ServicePrincipal"

  depends_on = [azurerm_resource_group_template_deployment.state]
}

# for: events (what handlers emit, the sweep, and redrives)
resource "azurerm_role_assignment" "events" {
  scope                = azurerm_eventgrid_topic.events.id
  role_definition_name = "EventGrid Data Sender"
  principal_id         = azurerm_user_assigned_identity.function.principal_id
  principal_type       = "ServicePrincipal"
}

# for: event hubs (the function reads; others write)
resource "azurerm_role_assignment" "event_hubs" {
  count = var.enable_event_hubs ? 1 : 0

  scope                = azurerm_eventhub.events[0].id
  role_definition_name = "Azure Event Hubs Data Receiver"
  principal_id         = azurerm_user_assigned_identity.function.principal_id
  principal_type       = "ServicePrincipal"
}

# for: mail and payments (these secrets alone). The provider cannot say that a Key Vault reference is read as the identity above, so it is
# read as the app's own identity, which has no other right.
resource "azurerm_role_assignment" "secrets" {
  for_each = local.secrets

  scope                = each.value
  role_definition_name = "Key Vault Secrets User"
  principal_id         = azurerm_function_app_flex_consumption.this.identity[0].principal_id
  principal_type       = "ServicePrincipal"
}
