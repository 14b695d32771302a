// Which keys the schema knows at a place: what a message about an unknown key offers instead.
import { z } from "zod";

/** Keys of the map at a path; empty where names are free, or where no map can stand. */
export function keysAt(schema: z.core.$ZodType, path: readonly PropertyKey[]): readonly string[] {
  let forms = formsOf(schema);
  for (const step of path) forms = forms.flatMap((form) => below(form, step)).flatMap(formsOf);
  return forms.flatMap((form) => (form instanceof z.ZodObject ? Object.keys(form.shape) : []));
}

/** The schema without wrappers for defaults, and each form of a union by itself. */
function formsOf(schema: z.core.$ZodType): readonly z.core.$ZodType[] {
  if (schema instanceof z.ZodUnion) return schema.options.flatMap(formsOf);
  const isWrapped =
    schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault;
  return isWrapped ? formsOf(schema.unwrap()) : [schema];
}

function below(schema: z.core.$ZodType, step: PropertyKey): readonly z.core.$ZodType[] {
  if (schema instanceof z.ZodRecord) return [schema.valueType];
  if (schema instanceof z.ZodArray) return [schema.element];
  if (!(schema instanceof z.ZodObject)) return [];
  const shape: Readonly<Record<PropertyKey, z.core.$ZodType>> = schema.shape;
  const part = Object.hasOwn(shape, step) ? shape[step] : undefined;
  return part === undefined ? [] : [part];
}
