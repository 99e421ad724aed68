/** HTTP out: webhooks over OkHttp, and the guard that keeps every outgoing request away from private networks. */
@NullMarked
package dev.windlass.http.webhook;

import org.jspecify.annotations.NullMarked;
