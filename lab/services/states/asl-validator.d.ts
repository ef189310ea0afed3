/** The package comes without types of its own. */
declare module "asl-validator" {
  export default function validate(
    /** Parsed; it is written into. */
    definition: unknown,
    options?: { checkPaths?: boolean; checkArn?: boolean },
  ): { isValid: boolean; errors: unknown[]; errorsText(separator?: string): string };
}
