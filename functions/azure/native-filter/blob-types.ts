/** The type that a storage account gives to an upload. */
export const CREATED = 'Microsoft.Storage.BlobCreated';
