output "gcp" {
  description = "Everything that the module for Google Cloud says. null: off."
  value       = one(module.gcp[*])
}

output "azure" {
  description = "Everything that the module for Azure says. null: off."
  value       = one(module.azure[*])
}

output "aws" {
  description = "Everything that the module for AWS says, for serverless.yml too. null: off."
  value       = one(module.aws[*])
}
