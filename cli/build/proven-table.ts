/** In a bundle this stands in the place of `shared/routing/analyse.ts`: the same table has passed that one when the bundle was built. */
export function checkRoutes(): void {}
