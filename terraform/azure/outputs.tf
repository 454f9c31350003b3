output "function_name" {
  description = "The function that takes events to the routes."
  value       = "router"
}

output "dead_letters_function_name" {
  description = "The function that files what the platform gave up on."
  value       = "dead-letters"
}

output "uploads_bucket" {
  description = "Where uploads go: a container. null: no route wants any."
  value       = one(azurerm_storage_container.uploads[*].name)
}

output "thumbnails_bucket" {
  description = "Where thumbnails go: a container. null: no handler makes any."
  value       = one(azurerm_storage_container.thumbnails[*].name)
}

output "dead_letters_bucket" {
  description = "Where dead letters are: a container."
  value       = azurerm_storage_container.dead_letters.name
}

output "events_topic" {
  description = "Where events are published to."
  value       = azurerm_eventgrid_topic.events.name
}

output "events_endpoint" {
  description = "The topic's address, for EVENT_GRID_TOPIC_ENDPOINT."
  value       = azurerm_eventgrid_topic.events.endpoint
}

output "state_table" {
  description = "What the state is in: a table, or a collection group of Firestore."
  value       = local.state_table
}

output "region" {
  description = "Region that everything is in."
  value       = var.region
}

output "resource_group" {
  description = "The resource group that everything is in."
  value       = azurerm_resource_group.this.name
}

output "function_app" {
  description = "The function app that both functions are in."
  value       = azurerm_function_app_flex_consumption.this.name
}

output "storage_account" {
  description = "The account that the containers and the table are in, for AZURE_STORAGE_ACCOUNT."
  value       = azurerm_storage_account.data.name
}

output "event_hub" {
  description = "The hub that feeds the router, as namespace/hub. null: there is none."
  value       = one([for hub in azurerm_eventhub.events : "${azurerm_eventhub_namespace.this[0].name}/${hub.name}"])
}

output "deploy_command" {
  description = "The command that sends the code, between the two applies and for each new version."
  value       = "az functionapp deployment source config-zip --resource-group '${azurerm_resource_group.this.name}' --name '${azurerm_function_app_flex_consumption.this.name}' --src '${local.package}'"
}
