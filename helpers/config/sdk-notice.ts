/**
 * The AWS SDK prints a notice on Node 20 that later versions of it need Node 22. The versions here are pinned, so the
 * notice tells a reader of a verdict nothing. To be called before the SDK is loaded; children inherit it.
 */
export function hushSdkNotice(env: Record<string, string | undefined> = process.env): void {
  env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
}
