/** An error that Serverless prints as its message alone: it would print the frames of a stack, and whoever deploys has no use for them. */
function sentence(message) {
  return Object.assign(new Error(message), { stack: '' });
}

module.exports = { sentence };
