package io.pipelinemonitor.alerts.channel.http;

import io.pipelinemonitor.alerts.channel.DeliveryReason;
import io.pipelinemonitor.alerts.channel.Detail;
import io.pipelinemonitor.alerts.channel.SendResult;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * Makes calls, each once: no redirect is followed, so a call goes where it was sent, and nothing is
 * tried again. Certificates are checked.
 */
public final class HttpCaller {

  private final HttpClient client;
  private final HttpLimits limits;

  public HttpCaller(HttpLimits limits) {
    this.limits = limits;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(limits.connect())
            .build();
  }

  /** A call whose answer is read. */
  public HttpOutcome call(HttpRequest request) {
    return call(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
  }

  /** A call of whose answer only the status is of interest: the rest may be of any length. */
  public HttpOutcome callForStatus(HttpRequest request) {
    return call(request, BodyHandlers.replacing(""));
  }

  private HttpOutcome call(HttpRequest request, BodyHandler<String> handler) {
    // The limit of a request ends with the headers of its answer; this one is for all of it.
    CompletableFuture<HttpResponse<String>> call = client.sendAsync(request, handler);
    try {
      HttpResponse<String> response = call.get(limits.whole().toMillis(), TimeUnit.MILLISECONDS);
      return new HttpOutcome.Answer(response.statusCode(), response.headers(), response.body());
    } catch (TimeoutException e) {
      call.cancel(true);
      return lost(DeliveryReason.TIMED_OUT, "no answer within " + limits.whole());
    } catch (ExecutionException e) {
      return failed(e.getCause());
    } catch (InterruptedException e) {
      call.cancel(true);
      Thread.currentThread().interrupt();
      return lost(DeliveryReason.CONNECTION_LOST, "interrupted");
    }
  }

  private static HttpOutcome failed(@Nullable Throwable failure) {
    if (failure instanceof ConnectException || failure instanceof HttpConnectTimeoutException) {
      return notSent(DeliveryReason.CONNECT_FAILED, Detail.of(failure));
    }
    if (failure instanceof SSLHandshakeException) {
      return notSent(DeliveryReason.NOT_SECURE, Detail.of(failure));
    }
    if (failure instanceof IOException) {
      return lost(DeliveryReason.CONNECTION_LOST, Detail.of(failure));
    }
    throw new IllegalStateException("a call failed in a way that has no name", failure);
  }

  private static HttpOutcome notSent(DeliveryReason reason, String detail) {
    return new HttpOutcome.NoAnswer(new SendResult.Retry(reason, detail));
  }

  private static HttpOutcome lost(DeliveryReason reason, String detail) {
    return new HttpOutcome.NoAnswer(new SendResult.Ambiguous(reason, detail));
  }
}
