// Addresses within the page: what stands behind the # and what it means.

export type Route =
  | { readonly page: "gallery" }
  /** `path` below regions/: `england-1978/influenza.yaml`. */
  | { readonly page: "region"; readonly path: string }
  | { readonly page: "runs" }
  | { readonly page: "run"; readonly id: string }
  | { readonly page: "document" }
  | { readonly page: "unknown"; readonly hash: string };

export function routeOf(hash: string): Route {
  const parts = hash
    .replace(/^#\/?/, "")
    .split("/")
    .filter((part) => part !== "")
    .map(decoded);
  const [page, ...rest] = parts;
  if (page === undefined) return { page: "gallery" };
  if (page === "region" && rest.length > 0 && rest.every(isFileName)) {
    return { page: "region", path: `${rest.join("/")}.yaml` };
  }
  if (page === "runs" && rest.length === 0) return { page: "runs" };
  if (page === "run" && rest[0] !== undefined && rest.length === 1) return { page: "run", id: rest[0] };
  if (page === "document" && rest.length === 0) return { page: "document" };
  return { page: "unknown", hash };
}

/** A part of an address may not lead out of `regions/`. */
function isFileName(part: string): boolean {
  return part !== "." && part !== ".." && !part.includes("/") && !part.includes("\\");
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // a lone % is then a name that no page has
  }
}
