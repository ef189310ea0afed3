export { Textarea } from "@/components/ui/input";
