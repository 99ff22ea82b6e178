//! URLs and query strings, as the WHATWG URL standard has them.

use sandbox_host::Guest;
use sandbox_host::price::Bill;
use serde_json::json;
use url::{Url, quirks};

use super::{Arguments, Reply};
use crate::failure::{Failure, Fault};

/// Units of fuel for a byte of a URL: parsing takes a few nanoseconds for it.
const PARSED_BYTE: u64 = 20;

/// The longest text that is parsed, in bytes: what is made of it takes several times as much.
const MAX_PARSED_BYTES: usize = 4 << 20;

/// Refuses what is too long, and charges for the rest.
fn admit(texts: &[&str], bill: &mut Bill) -> Result<(), Fault> {
    let bytes = texts.iter().map(|text| text.len()).sum::<usize>();
    bill.charge(PARSED_BYTE, bytes as u64);
    if bytes > MAX_PARSED_BYTES {
        return Err(Failure::of(
            "RangeError",
            Some("ERR_OUT_OF_RANGE"),
            &format!("a URL or query of {bytes} bytes is too long; at most {MAX_PARSED_BYTES} are parsed"),
        )
        .into());
    }
    Ok(())
}

/// `url.parse(input, base)`; an empty base is none.
pub(super) fn parse(_: &mut Guest<'_>, arguments: &Arguments, bill: &mut Bill) -> Result<Reply, Fault> {
    let (input, base) = (arguments.text(0), arguments.text(1));
    admit(&[input, base], bill)?;
    let url = if base.is_empty() {
        Url::parse(input)
    } else {
        Url::parse(base).and_then(|base| base.join(input))
    };
    Ok(parts(&url.map_err(|_| invalid())?))
}

/// `url.set(href, property, value)`: a value that does not fit leaves the URL as it is; only `href` fails.
pub(super) fn set(_: &mut Guest<'_>, arguments: &Arguments, bill: &mut Bill) -> Result<Reply, Fault> {
    let (href, value) = (arguments.text(0), arguments.text(2));
    admit(&[href, value], bill)?;
    let mut url = Url::parse(href).map_err(|_| invalid())?;
    // The setters leave the URL as it is where the standard says so, and tell with an error.
    let _ = match arguments.text(1) {
        "href" => {
            url = Url::parse(value).map_err(|_| invalid())?;
            Ok(())
        }
        "protocol" => quirks::set_protocol(&mut url, value),
        "username" => quirks::set_username(&mut url, value),
        "password" => quirks::set_password(&mut url, value),
        "host" => quirks::set_host(&mut url, value),
        "hostname" => quirks::set_hostname(&mut url, value),
        "port" => quirks::set_port(&mut url, value),
        "pathname" => {
            quirks::set_pathname(&mut url, value);
            Ok(())
        }
        "search" => {
            quirks::set_search(&mut url, value);
            Ok(())
        }
        "hash" => {
            quirks::set_hash(&mut url, value);
            Ok(())
        }
        _ => Err(()),
    };
    Ok(parts(&url))
}

fn parts(url: &Url) -> Reply {
    json!({
        "href": quirks::href(url),
        "origin": quirks::origin(url),
        "protocol": quirks::protocol(url),
        "username": quirks::username(url),
        "password": quirks::password(url),
        "host": quirks::host(url),
        "hostname": quirks::hostname(url),
        "port": quirks::port(url),
        "pathname": quirks::pathname(url),
        "search": quirks::search(url),
        "hash": quirks::hash(url),
    })
    .into()
}

fn invalid() -> Failure {
    Failure::of("TypeError", Some("ERR_INVALID_URL"), "Invalid URL")
}

/// `query.parse(text)`: a list of pairs.
pub(super) fn parse_query(_: &mut Guest<'_>, arguments: &Arguments, bill: &mut Bill) -> Result<Reply, Fault> {
    let text = arguments.text(0);
    admit(&[text], bill)?;
    let mut list = String::from("[");
    for pair in form_urlencoded::parse(text.as_bytes()) {
        if list.len() > 1 {
            list.push(',');
        }
        list.push_str(&json!(pair).to_string());
    }
    list.push(']');
    Ok(Reply::Text(list))
}

/// `query.format(pairs)`: the pairs as JSON.
pub(super) fn format_query(_: &mut Guest<'_>, arguments: &Arguments, bill: &mut Bill) -> Result<Reply, Fault> {
    let text = arguments.text(0);
    admit(&[text], bill)?;
    let pairs: Vec<(String, String)> = serde_json::from_str(text).map_err(|_| {
        Failure::of(
            "TypeError",
            Some("ERR_INVALID_ARG_TYPE"),
            "Each pair must be two strings",
        )
    })?;
    let text = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish();
    Ok(Reply::Text(text))
}
