# One router on up to three clouds. Whoever wants a single one uses its folder alone: no other login is asked for then.

# Terraform sets every provider up, also one whose cloud is off. Those of Google and AWS are told not to look for a login then; that of
# Azure always wants one (`az login`).
provider "google" {
  project      = one(var.gcp[*].project)
  region       = one(var.gcp[*].region)
  access_token = var.gcp == null ? "off" : null
}

provider "azurerm" {
  subscription_id     = one(var.azure[*].subscription_id)
  storage_use_azuread = true # the accounts take no keys

  features {
    resource_group {
      # Application Insights makes an alert and an action group of its own beside itself, and the group would refuse to go for their sake.
      prevent_deletion_if_contains_resources = false
    }

    storage {
      # Everything is made through Azure Resource Manager, so that who deploys needs no right to read any data.
      data_plane_available = false
    }

    template_deployment {
      # The table of the state goes with its account, and not with the deployment that made it.
      delete_nested_items_during_deletion = false
    }
  }
}

provider "aws" {
  region                      = var.aws == null ? "us-east-1" : var.aws.region
  access_key                  = var.aws == null ? "off" : null
  secret_key                  = var.aws == null ? "off" : null
  skip_credentials_validation = var.aws == null
  skip_requesting_account_id  = var.aws == null
  skip_metadata_api_check     = var.aws == null
}

module "gcp" {
  source = "./gcp"
  count  = var.gcp == null ? 0 : 1

  project       = var.gcp.project
  region        = var.gcp.region
  secrets       = var.gcp.secrets
  name          = var.name
  labels        = var.labels
  settings      = var.settings
  alert_email   = var.alert_email
  force_destroy = var.force_destroy
}

module "azure" {
  source = "./azure"
  count  = var.azure == null ? 0 : 1

  region            = var.azure.region
  secrets           = var.azure.secrets
  code_deployed     = var.azure.code_deployed
  enable_event_hubs = var.azure.enable_event_hubs
  name              = var.name
  labels            = var.labels
  settings          = var.settings
  alert_email       = var.alert_email
}

module "aws" {
  source = "./aws"
  count  = var.aws == null ? 0 : 1

  region          = var.aws.region
  secrets         = var.aws.secrets
  enable_msk      = var.aws.enable_msk
  msk_auth        = var.aws.msk_auth
  publish_to_msk  = var.aws.publish_to_msk
  deploy_function = var.aws.deploy_function
  name            = var.name
  labels          = var.labels
  settings        = var.settings
  alert_email     = var.alert_email
  force_destroy   = var.force_destroy
}
