locals {
  state_table = "waybillstate"
}

# The provider's own resource for tables works with the account's key alone (hashicorp/terraform-provider-azurerm#32249), and this account
# has none. Azure Resource Manager makes the same table without.
resource "azurerm_resource_group_template_deployment" "state" {
  resource_group_name = azurerm_resource_group.this.name
  name                = "${var.name}-state"
  deployment_mode     = "Incremental"
  tags                = var.labels

  template_content = jsonencode({
    "$schema"      = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"
    contentVersion = "1.0.0.0"
    resources = [{
      type       = "Microsoft.Storage/storageAccounts/tableServices/tables"
      apiVersion = "2023-05-01"
      name       = "${azurerm_storage_account.data.name}/default/${local.state_table}"
      properties = {}
    }]
  })
}
