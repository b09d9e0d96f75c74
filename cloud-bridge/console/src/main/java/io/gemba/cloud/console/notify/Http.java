package io.gemba.cloud.console.notify;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLException;

/** Posts JSON. Redirects are not followed: an address that moved is to be configured anew. */
final class Http {
  /** What the other side says is read so far; the rest is of no use. */
  private static final int MOST = 8 << 10;

  private static final Set<Integer> REFUSALS = Set.of(400, 405, 406, 411, 413, 415, 422, 501);

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private final Duration patience;

  Http(Duration patience) {
    this.patience = patience;
  }

  /** The body of the answer to a 2xx; anything else is told with the host's name only. */
  String post(URI address, String json, Map<String, String> headers)
      throws UndeliveredException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .timeout(patience)
            .header("Content-Type", "application/json; charset=utf-8")
            .header("User-Agent", "gemba-console")
            .POST(HttpRequest.BodyPublishers.ofString(json, StandardCharsets.UTF_8));
    headers.forEach(request::header);
    String host = address.getHost();
    try {
      HttpResponse<InputStream> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      String body;
      try (InputStream in = response.body()) {
        body = new String(in.readNBytes(MOST), StandardCharsets.UTF_8);
      }
      int status = response.statusCode();
      if (status / 100 == 2) {
        return body;
      }
      String reason = host + " answers HTTP " + status;
      throw REFUSALS.contains(status)
          ? UndeliveredException.never(reason)
          : UndeliveredException.later(reason);
    } catch (IOException e) {
      throw UndeliveredException.later(words(host, e));
    }
  }

  private String words(String host, IOException e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      switch (t) {
        case UnresolvedAddressException _ -> {
          return host + " is not known to DNS";
        }
        case SSLException s -> {
          return host + ": TLS: " + s.getMessage();
        }
        default -> {}
      }
    }
    return switch (e) {
      case HttpTimeoutException _ ->
          host + " does not answer within " + patience.toSeconds() + " s";
      case ConnectException _ -> host + " cannot be reached";
      default -> host + ": the connection broke";
    };
  }
}
