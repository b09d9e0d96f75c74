package io.gemba.acceptance;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.security.Security;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** This process's DNS: one name fails so often before it is found, all others are as ever. */
public final class ScriptedNames extends InetAddressResolverProvider {
  static final String NAME = "broker.gemba.invalid";
  static final AtomicInteger FAILURES_LEFT = new AtomicInteger();

  @Override
  public InetAddressResolver get(Configuration configuration) {
    Security.setProperty("networkaddress.cache.negative.ttl", "0");
    InetAddressResolver real = configuration.builtinResolver();
    return new InetAddressResolver() {
      @Override
      public Stream<InetAddress> lookupByName(String host, LookupPolicy policy)
          throws UnknownHostException {
        if (!host.equals(NAME)) {
          return real.lookupByName(host, policy);
        }
        if (FAILURES_LEFT.getAndDecrement() > 0) {
          throw new UnknownHostException(host);
        }
        return Stream.of(InetAddress.getLoopbackAddress());
      }

      @Override
      public String lookupByAddress(byte[] address) throws UnknownHostException {
        return real.lookupByAddress(address);
      }
    };
  }

  @Override
  public String name() {
    return "scripted names";
  }
}
