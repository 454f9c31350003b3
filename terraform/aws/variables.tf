variable "name" {
  description = "Prefix of every name that the module gives."
  type        = string
  default     = "waybill"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,14}[a-z0-9]$", var.name))
    error_message = "name: expected 3 to 16 of a-z, 0-9 and -, a letter first and no - last, got \"${var.name}\"."
  }
}

variable "region" {
  description = "Region that everything is in, by the cloud's own name."
  type        = string

  validation {
    condition     = can(regex("^[a-z]{2,4}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "region: expected a region of AWS, such as eu-west-1, got \"${var.region}\"."
  }
}

variable "labels" {
  description = "Labels, or tags, of everything that can have some."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for key, value in var.labels : can(regex("^[a-z][a-z0-9_-]{0,62}$", key)) && can(regex("^[a-z0-9_-]{0,63}$", value))])
    error_message = "labels: expected keys and values of at most 63 of a-z, 0-9, _ and -, and a letter first in a key."
  }
}

variable "package" {
  description = "Path of the zip that `npm run build` makes for this cloud. null: the one in dist/."
  type        = string
  default     = null

  validation {
    condition     = var.package == null || can(regex("\\.zip$", var.package))
    error_message = "package: expected the path of a .zip, got \"${coalesce(var.package, "null")}\"."
  }
}

variable "function_timeout" {
  description = "Seconds that one call of the function may take. Each route's timeout and 5 s more must fit into it."
  type        = number
  default     = 60
  nullable    = false

  validation {
    condition     = var.function_timeout == floor(var.function_timeout) && var.function_timeout >= 10 && var.function_timeout <= 900
    error_message = "function_timeout: expected whole seconds from 10 to 900, got ${var.function_timeout}."
  }

  validation {
    condition     = var.enable_msk == "off" || var.function_timeout <= 840
    error_message = "function_timeout: with Kafka, Lambda lets a call take at most 840 s, got ${var.function_timeout}. Shorten it, or set enable_msk = \"off\"."
  }

  validation {
    condition     = var.function_timeout >= local.routes.longestTimeoutSeconds + 5
    error_message = "function_timeout: the longest route timeout is ${local.routes.longestTimeoutSeconds} s and needs 5 s more to finish, got ${var.function_timeout}. Set ${local.routes.longestTimeoutSeconds + 5} or more, or shorten that timeout in shared/routes.ts."
  }
}

variable "memory" {
  description = "MiB of memory of an instance of the function, in a size that every cloud has."
  type        = number
  default     = 512
  nullable    = false

  validation {
    condition     = contains([512, 2048, 4096], var.memory)
    error_message = "memory: expected 512, 2048 or 4096 MiB, got ${var.memory}."
  }
}

variable "max_instances" {
  description = "How many instances of the function may run at once."
  type        = number
  default     = 40
  nullable    = false

  validation {
    condition     = var.max_instances == floor(var.max_instances) && var.max_instances >= 1 && var.max_instances <= 1000
    error_message = "max_instances: expected a whole number from 1 to 1000, got ${var.max_instances}."
  }
}

variable "secrets" {
  description = "Names or ARNs of the secrets in Secrets Manager, in the same region, whose string is the value of SMTP_URL or PAYMENTS_URL, by the name of the variable."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for key in keys(var.secrets) : contains(["SMTP_URL", "PAYMENTS_URL"], key) && !contains(keys(var.settings), key)])
    error_message = "secrets: expected SMTP_URL and PAYMENTS_URL alone, and none that settings has, too; got ${join(", ", keys(var.secrets))}."
  }

  validation {
    condition     = alltrue([for secret in values(var.secrets) : can(regex("^(arn:[a-z-]+:secretsmanager:[A-Za-z0-9-]+:[0-9]{12}:secret:)?[A-Za-z0-9/_+=.@-]{1,512}$", secret))])
    error_message = "secrets: expected names or ARNs of secrets. The URL itself would end up in Terraform's state."
  }
}

variable "settings" {
  description = "Further environment variables of the function, such as MAIL_FROM and PAYMENTS_URL. No secrets: they can be read by whoever can see the function."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for key in keys(var.settings) : can(regex("^[A-Z][A-Z0-9_]*$", key)) && key != "SMTP_URL"])
    error_message = "settings: expected names of A-Z, 0-9 and _, and not SMTP_URL, which may hold a password: secrets brings it."
  }
}

variable "alert_email" {
  description = "Where alerts are mailed to. null: no notifications."
  type        = string
  default     = null

  validation {
    condition     = var.alert_email == null || can(regex("^[^@\\s]+@[^@\\s]+$", var.alert_email))
    error_message = "alert_email: expected an e-mail address, got \"${coalesce(var.alert_email, "null")}\"."
  }
}

variable "force_destroy" {
  description = "Whether `terraform destroy` may delete what holds data: buckets that are not empty, and the state."
  type        = bool
  default     = false
  nullable    = false
}

variable "enable_msk" {
  description = "Kafka cluster (MSK) that brings events: off, serverless or provisioned. What each costs stands in the README."
  type        = string
  default     = "off"
  nullable    = false

  validation {
    condition     = contains(["off", "serverless", "provisioned"], var.enable_msk)
    error_message = "enable_msk: expected off, serverless or provisioned, got \"${var.enable_msk}\"."
  }
}

variable "msk_auth" {
  description = "How clients of the cluster prove who they are: iam, or scram (provisioned only), a user and a password."
  type        = string
  default     = "iam"
  nullable    = false

  validation {
    condition     = contains(["iam", "scram"], var.msk_auth)
    error_message = "msk_auth: expected iam or scram, got \"${var.msk_auth}\"."
  }

  validation {
    condition     = var.msk_auth != "scram" || var.enable_msk == "provisioned"
    error_message = "msk_auth: only a provisioned cluster knows SCRAM, and enable_msk is \"${var.enable_msk}\". Set enable_msk = \"provisioned\", or msk_auth = \"iam\"."
  }
}

variable "publish_to_msk" {
  description = "Whether what handlers emit goes to the cluster and not to the event bus. The router then runs in the VPC."
  type        = bool
  default     = false
  nullable    = false

  validation {
    condition     = !var.publish_to_msk || var.enable_msk != "off"
    error_message = "publish_to_msk: there is no cluster. Set enable_msk to \"serverless\" or \"provisioned\"."
  }
}

variable "deploy_function" {
  description = "Whether Terraform deploys the functions and their mappings. false: `serverless deploy` does."
  type        = bool
  default     = false
  nullable    = false
}
