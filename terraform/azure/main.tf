locals {
  # What follows from the route table, made by `npx waybill routes compile`: which triggers, which filters, which grants.
  routes  = jsondecode(file("${path.module}/routes.json"))
  uploads = local.routes.triggers.uploads != null
  events  = local.routes.triggers.events != null
  blobs   = contains(local.routes.needs, "blobs")
  # Only what a handler needs is read.
  secrets = { for variable, secret in var.secrets : variable => secret if contains(local.routes.needs, lookup(local.need_of, variable, "")) }
  need_of = { SMTP_URL = "mail", PAYMENTS_URL = "payments" }

  # Some names are one space for everybody: a subscription's id and the prefix are nobody else's.
  suffix = substr(sha256("${data.azurerm_subscription.current.subscription_id}/${var.name}"), 0, 8)
  # Names of storage accounts: 3 to 24 of a-z and 0-9.
  letters = substr(replace(var.name, "-", ""), 0, 12)

  # What the filters of routes.json are made of: functions/azure/native-filter/subscription.ts.
  operators = [
    "IsNotNull", "IsNullOrUndefined", "NumberIn", "NumberInRange", "StringBeginsWith", "StringEndsWith", "StringIn",
  ]
}

data "azurerm_subscription" "current" {}

resource "azurerm_resource_group" "this" {
  name     = var.name
  location = var.region
  tags     = var.labels
}

check "mail" {
  assert {
    condition     = contains(keys(var.secrets), "SMTP_URL") || !contains(local.routes.needs, "mail")
    error_message = "secrets: a route sends mail, and no secret has SMTP_URL. Its events wait, and in the end they are dead letters."
  }
}

check "payments" {
  assert {
    condition     = contains(keys(merge(var.secrets, var.settings)), "PAYMENTS_URL") || !contains(local.routes.needs, "payments")
    error_message = "secrets: a route takes payments, and neither secrets nor settings have PAYMENTS_URL. Its events wait, and in the end they are dead letters."
  }
}
