/** A parameter as the store keeps it: the newest in `ssm.parameters`, each version in `ssm.history`. */
export interface Parameter {
  name: string;
  type: string;
  value: string;
  version: number;
  description?: string;
  dataType: string;
  modifiedAt: Date;
}

/** AWS's own parameters belong to no account. */
export const isPublic = (name: string): boolean => /^\/?aws(\/|$)/i.test(name);
