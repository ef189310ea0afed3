import type { FormErrors, NamespaceForm } from "@/lib/prompt-cache/namespace-form";

/** What every group of a namespace's fields gets. */
export interface FieldsProps {
  form: NamespaceForm;
  errors: FormErrors;
  onChange: (part: Partial<NamespaceForm>) => void;
}

/** `error` where there is one: Field draws it in the hint's place. */
export const errorOf = (errors: FormErrors, field: keyof NamespaceForm): { error?: string } => {
  const error = errors[field];
  return error === undefined ? {} : { error };
};
