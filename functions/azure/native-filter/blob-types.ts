/** The type of an upload on every cloud, and the one that a storage account gives it. */
export const UPLOADED = 'blob.uploaded';
export const CREATED = 'Microsoft.Storage.BlobCreated';
