import "server-only";

/** Request headers that proxy.ts sets; what a client sends under these names is overwritten. */
export const REQUEST_ID_HEADER = "x-request-id";
export const PATH_HEADER = "x-switchyard-path";
/** The CSP nonce of this request, for style elements that a component makes itself. */
export const NONCE_HEADER = "x-nonce";
