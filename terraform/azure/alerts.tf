resource "azurerm_log_analytics_workspace" "this" {
  resource_group_name = azurerm_resource_group.this.name
  location            = azurerm_resource_group.this.location
  name                = "${var.name}-logs"
  sku                 = "PerGB2018"
  # The first 31 days cost nothing.
  retention_in_days            = 30
  daily_quota_gb               = 1
  local_authentication_enabled = false
  tags                         = var.labels
}

resource "azurerm_application_insights" "this" {
  resource_group_name           = azurerm_resource_group.this.name
  location                      = azurerm_resource_group.this.location
  name                          = var.name
  application_type              = "Node.JS"
  workspace_id                  = azurerm_log_analytics_workspace.this.id
  retention_in_days             = 30
  daily_data_cap_in_gb          = 1
  local_authentication_disabled = true
  tags                          = var.labels
}

# Azure bills an alert rule whether or not anybody hears of it, so there are none without an address.
locals {
  alerts = var.alert_email == null ? 0 : 1

  topics = {
    storage = { id = azurerm_eventgrid_system_topic.storage.id, namespace = "Microsoft.EventGrid/systemTopics" }
    events  = { id = azurerm_eventgrid_topic.events.id, namespace = "Microsoft.EventGrid/topics" }
  }

  # Event Grid has no measure of how long an event has waited: failed deliveries come first, and after a day dead letters.
  measures = {
    dead-lettered = { metric = "DeadLetteredCount", more_than = 0, severity = 2, says = "Event Grid gave up on an event. The dead-letters function files it; `npx waybill dead-letters list` tells which and why." }
    dropped       = { metric = "DroppedEventCount", more_than = 0, severity = 0, says = "Event Grid lost an event: it could not be delivered, and its dead letter could not be written." }
    failing       = { metric = "DeliveryAttemptFailCount", more_than = 50, severity = 2, says = "More than 50 deliveries failed within 15 minutes: the function does not start, or a service that it needs does not answer." }
  }

  topic_alerts = merge([for topic, of in local.topics : {
    for measure, rule in local.measures : "${topic}-${measure}" => merge(of, rule)
  }]...)
}

resource "azurerm_monitor_action_group" "email" {
  count = local.alerts

  resource_group_name = azurerm_resource_group.this.name
  name                = "${var.name}-email"
  short_name          = "waybill"
  tags                = var.labels

  email_receiver {
    name                    = "email"
    email_address           = var.alert_email
    use_common_alert_schema = true
  }
}

resource "azurerm_monitor_metric_alert" "topics" {
  for_each = { for name, alert in local.topic_alerts : name => alert if var.alert_email != null }

  resource_group_name = azurerm_resource_group.this.name
  name                = "${var.name}-${each.key}"
  description         = each.value.says
  scopes              = [each.value.id]
  severity            = each.value.severity
  frequency           = "PT5M"
  window_size         = "PT15M"
  tags                = var.labels

  criteria {
    metric_namespace = each.value.namespace
    metric_name      = each.value.metric
    aggregation      = "Total"
    operator         = "GreaterThan"
    threshold        = each.value.more_than
  }

  action {
    action_group_id = azurerm_monitor_action_group.email[0].id
  }
}

resource "azurerm_monitor_metric_alert" "function_failures" {
  count = local.alerts

  resource_group_name = azurerm_resource_group.this.name
  name                = "${var.name}-function-failures"
  description         = "More than 50 calls of the functions failed within 15 minutes. The log has one line for each delivery, with its outcome and the reason."
  scopes              = [azurerm_application_insights.this.id]
  severity            = 2
  frequency           = "PT5M"
  window_size         = "PT15M"
  tags                = var.labels

  criteria {
    metric_namespace = "microsoft.insights/components"
    metric_name      = "requests/failed"
    aggregation      = "Count"
    operator         = "GreaterThan"
    threshold        = 50
  }

  action {
    action_group_id = azurerm_monitor_action_group.email[0].id
  }
}

# A letter of either function: one of a route, or one that Event Grid gave up on.
resource "azurerm_monitor_scheduled_query_rules_alert_v2" "dead_letters" {
  count = local.alerts

  resource_group_name  = azurerm_resource_group.this.name
  location             = azurerm_resource_group.this.location
  name                 = "${var.name}-dead-letters"
  description          = "An event became a dead letter. `npx waybill dead-letters list` tells which and why; docs/deploy.md tells how to send it again."
  scopes               = [azurerm_log_analytics_workspace.this.id]
  severity             = 2
  evaluation_frequency = "PT15M"
  # Twice as long: a line may be minutes on its way, and would be too late for its own quarter of an hour. Some letters are told of twice.
  window_duration = "PT30M"
  # The table is there with the first line of the log.
  skip_query_validation = true
  tags                  = var.labels

  criteria {
    query                   = "AppTraces | where Message contains '\"message\":\"delivery\"' and Message contains '\"outcome\":\"reject\"'"
    time_aggregation_method = "Count"
    operator                = "GreaterThan"
    threshold               = 0
  }

  action {
    action_groups = azurerm_monitor_action_group.email[*].id
  }
}
