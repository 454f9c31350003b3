locals {
  package = abspath(coalesce(var.package, "${path.module}/../../dist/azure.zip"))
  app     = "${var.name}-${local.suffix}"

  # Event Grid waits 30 s for an answer, so that the function takes 28 s for one (functions/azure/index.ts).
  time_limit = 28

  # /subscriptions/S/resourceGroups/G/providers/Microsoft.KeyVault/vaults/V/secrets/N
  references = {
    for variable, id in local.secrets :
    variable => "@Microsoft.KeyVault(SecretUri=https://${split("/", id)[8]}.vault.azure.net/secrets/${split("/", id)[10]})"
  }

  settings = merge(
    var.settings,
    {
      AZURE_CLIENT_ID           = azurerm_user_assigned_identity.function.client_id
      AZURE_STORAGE_ACCOUNT     = azurerm_storage_account.data.name
      EVENT_GRID_TOPIC_ENDPOINT = azurerm_eventgrid_topic.events.endpoint
      DEAD_LETTERS_BUCKET       = azurerm_storage_container.dead_letters.name
      STATE_TABLE               = local.state_table

      # The host's own storage, without a key. The provider adds AzureWebJobsStorage with an empty key whatever the authentication
      # (hashicorp/terraform-provider-azurerm#29149), and the host would use that first: it must be empty, which each plan shows again.
      AzureWebJobsStorage              = ""
      AzureWebJobsStorage__accountName = azurerm_storage_account.host.name
      AzureWebJobsStorage__credential  = "managedidentity"
      AzureWebJobsStorage__clientId    = azurerm_user_assigned_identity.function.client_id

      APPLICATIONINSIGHTS_AUTHENTICATION_STRING = "ClientId=${azurerm_user_assigned_identity.function.client_id};Authorization=AAD"
    },
    { for container in azurerm_storage_container.thumbnails : "THUMBNAILS_BUCKET" => container.name },
    # Read when a setting changes and once a day: by the second apply the identity that reads it has its role.
    { for variable, reference in local.references : variable => reference if var.code_deployed },
    merge([for hub in azurerm_eventhub.events : {
      EVENT_HUB_NAME                                = hub.name
      EVENT_HUB_CONSUMER_GROUP                      = azurerm_eventhub_consumer_group.router[0].name
      EVENT_HUB_CONNECTION__fullyQualifiedNamespace = "${azurerm_eventhub_namespace.this[0].name}.servicebus.windows.net"
      EVENT_HUB_CONNECTION__credential              = "managedidentity"
      EVENT_HUB_CONNECTION__clientId                = azurerm_user_assigned_identity.function.client_id
    }]...),
  )
}

# The Functions host's own: the deployed package, locks, checkpoints.
resource "azurerm_storage_account" "host" {
  resource_group_name = azurerm_resource_group.this.name
  location            = azurerm_resource_group.this.location
  name                = "${local.letters}host${local.suffix}"
  tags                = var.labels

  account_kind             = "StorageV2"
  account_tier             = "Standard"
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
    delete_retention_policy {
      days = 7
    }

    container_delete_retention_policy {
      days = 7
    }
  }
}

resource "azurerm_storage_container" "package" {
  storage_account_id    = azurerm_storage_account.host.id
  name                  = "package"
  container_access_type = "private"
}

resource "azurerm_service_plan" "this" {
  resource_group_name = azurerm_resource_group.this.name
  location            = azurerm_resource_group.this.location
  name                = var.name
  os_type             = "Linux"
  sku_name            = "FC1"
  tags                = var.labels
}

# Its code comes with `deploy_command`: the provider's zip_deploy_file would need a password for publishing.
resource "azurerm_function_app_flex_consumption" "this" {
  resource_group_name = azurerm_resource_group.this.name
  location            = azurerm_resource_group.this.location
  name                = local.app
  service_plan_id     = azurerm_service_plan.this.id
  tags                = var.labels

  runtime_name           = "node"
  runtime_version        = "24"
  instance_memory_in_mb  = var.memory
  maximum_instance_count = var.max_instances

  storage_container_type            = "blobContainer"
  storage_container_endpoint        = "${azurerm_storage_account.host.primary_blob_endpoint}${azurerm_storage_container.package.name}"
  storage_authentication_type       = "UserAssignedIdentity"
  storage_user_assigned_identity_id = azurerm_user_assigned_identity.function.id

  https_only                                     = true
  webdeploy_publish_basic_authentication_enabled = false
  app_settings                                   = local.settings

  identity {
    # The first reads secrets, and has no right where there are none. It is there from the start: the provider does not know the id of
    # one that is added later before it applies, and refuses the plan.
    type         = "SystemAssigned, UserAssigned"
    identity_ids = [azurerm_user_assigned_identity.function.id]
  }

  site_config {
    application_insights_connection_string = azurerm_application_insights.this.connection_string
    http2_enabled                          = true
    minimum_tls_version                    = "1.2"
    scm_minimum_tls_version                = "1.2"
  }

  lifecycle {
    precondition {
      condition     = local.routes.longestTimeoutSeconds + 5 <= local.time_limit
      error_message = "routes.json: the longest route takes ${local.routes.longestTimeoutSeconds} s, and with 5 s to finish that is more than the ${local.time_limit} s that Event Grid leaves a function. Make the route's timeout shorter, and run `npx waybill routes compile`."
    }
  }

  depends_on = [
    azurerm_role_assignment.dead_letters,
    azurerm_role_assignment.event_hubs,
    azurerm_role_assignment.events,
    azurerm_role_assignment.host_blobs,
    azurerm_role_assignment.host_tables,
    azurerm_role_assignment.logs,
    azurerm_role_assignment.state,
  ]
}
