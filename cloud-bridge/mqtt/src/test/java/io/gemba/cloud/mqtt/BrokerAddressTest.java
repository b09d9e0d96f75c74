package io.gemba.cloud.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gemba.hal.spi.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrokerAddressTest {

  @Test
  void knowsTheUsualPorts() throws ConfigException {
    assertThat(BrokerAddress.parse("mqtt://broker.example.com"))
        .isEqualTo(new BrokerAddress(false, "broker.example.com", 1883));
    assertThat(BrokerAddress.parse("MQTTS://broker.example.com/"))
        .isEqualTo(new BrokerAddress(true, "broker.example.com", 8883));
    assertThat(BrokerAddress.parse("mqtts://192.0.2.7:1234").port()).isEqualTo(1234);
  }

  @Test
  void takesIpv6() throws ConfigException {
    BrokerAddress address = BrokerAddress.parse("mqtt://[2001:db8::1]:1884");
    assertThat(address).isEqualTo(new BrokerAddress(false, "2001:db8::1", 1884));
    assertThat(address).hasToString("[2001:db8::1]:1884");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tcp://broker:1883 | write mqtt://broker:1883",
        "ssl://broker:8883 | write mqtts://broker:8883",
        "http://broker | WebSocket is not supported",
        "wss://broker/mqtt | WebSocket is not supported",
        "broker.example.com:1883 | must begin with mqtt://",
        "192.0.2.7:1883 | mqtt://broker.example.com:1883",
        "broker | must begin with mqtt://",
        "amqp://broker | must begin with mqtt://",
        "mqtt:// | mqtt://broker.example.com:1883",
        "mqtt://user:pw@broker | password-file",
        "mqtt://broker/topic | nothing may follow the port",
        "mqtts://broker?x=1 | write mqtts://broker:8883",
        "mqtt://broker:99999 | 65535",
        "mqtt://my broker | is no URL"
      })
  void saysWhatToWriteInstead(String url, String hint) {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> BrokerAddress.parse(url))
        .withMessageContaining(hint)
        .matches(e -> e.key().equals("url"));
  }
}
