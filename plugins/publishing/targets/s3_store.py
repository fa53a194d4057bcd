"""A bucket as a few plain verbs, with every refusal of the store in the editor's words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    HTTPClientError,
    NoCredentialsError,
)
from botocore.exceptions import (
    ConnectionError as StoreConnectionError,
)

from plugins.publishing.errors import PublishError

if TYPE_CHECKING:
    from mypy_boto3_s3.client import S3Client

THREADS = 16
_TOKEN_FIELD = "portal-token"
_ABSENT = frozenset({"404", "NoSuchKey", "NotFound"})
_TAKEN = frozenset({"PreconditionFailed", "ConditionalRequestConflict", "412", "409"})
_UNKNOWN_CONDITION = frozenset({"NotImplemented", "501", "InvalidArgument", "InvalidRequest"})
_CAUSES: dict[str, tuple[str, str]] = {
    "NoSuchBucket": ("存储桶不存在", "先在云控制台建好存储桶,或改正 --target 里的名字"),
    "AccessDenied": ("没有权限", "请管理员给这个密钥读、写、列、删对象的权限"),
    "403": ("没有权限", "请管理员给这个密钥读、写、列、删对象的权限"),
    "InvalidAccessKeyId": ("访问密钥不对", "检查环境变量 AWS_ACCESS_KEY_ID"),
    "SignatureDoesNotMatch": ("访问密钥不对", "检查环境变量 AWS_SECRET_ACCESS_KEY"),
    "RequestTimeTooSkewed": (
        "本机时钟不准,存储不接受",
        "校准本机时间(timedatectl set-ntp true),然后再发布一次",
    ),
    "QuotaExceeded": ("存储空间已满", "请管理员扩容或清理"),
    "SlowDown": ("存储要求放慢", "过几分钟再发布一次;会从中断处接着做"),
}


def build_store_error(error: Exception) -> PublishError:
    """The editor's words for a store's refusal. No key and no signature is ever in them."""
    if isinstance(error, ClientError):
        code = str(error.response.get("Error", {}).get("Code", ""))
        what, cure = _CAUSES.get(
            code, (f"存储拒绝了请求({code or '没有说明'})", "过几分钟再发布一次;仍不行请管理员看存储的日志")
        )
        return PublishError(what, cure)
    if isinstance(error, NoCredentialsError):
        return PublishError("没有访问存储的密钥", "设置环境变量 AWS_ACCESS_KEY_ID 和 AWS_SECRET_ACCESS_KEY")
    if isinstance(error, (StoreConnectionError, HTTPClientError)):
        return PublishError(
            "存储没有应答或中途断开", "检查网络和环境变量 AWS_ENDPOINT_URL,然后再发布一次;会从中断处接着做"
        )
    return PublishError(f"存储出错({type(error).__name__})", "检查 AWS_ 开头的环境变量,然后再发布一次")


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (ClientError, BotoCoreError) as error:
        raise build_store_error(error) from error


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))


def build_client(environ: Mapping[str, str], read_timeout: float = 30.0, attempts: int = 4) -> S3Client:
    """A client from the usual AWS_ variables; AWS_ENDPOINT_URL names any compatible store. Every wait has an
    end.
    """
    config = Config(
        connect_timeout=10,
        read_timeout=read_timeout,
        retries={"max_attempts": attempts, "mode": "standard"},
        max_pool_connections=THREADS,
        # Stores that are only compatible refuse the newer checksum headers.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
    region = environ.get("AWS_REGION") or environ.get("AWS_DEFAULT_REGION") or "us-east-1"
    with _translated():
        endpoint = environ.get("AWS_ENDPOINT_URL_S3") or environ.get("AWS_ENDPOINT_URL") or None
        # A session of our own: the one that is shared remembers the keys it was first made with.
        return boto3.session.Session().client("s3", config=config, region_name=region, endpoint_url=endpoint)


@dataclass(frozen=True, slots=True)
class ObjectHeaders:
    """What readers are told of an object, and the token that says which version of it this is."""

    kind: str
    cache: str
    encoding: str
    token: str


class Store:
    """One bucket below one prefix. Every method raises PublishError."""

    def __init__(self, client: S3Client, bucket: str, prefix: str) -> None:
        self._client, self._bucket = client, bucket
        self._prefix = f"{prefix}/" if prefix else ""

    def read(self, key: str) -> bytes | None:
        """An object's bytes, None when it is not there."""
        with _translated():
            try:
                return self._client.get_object(Bucket=self._bucket, Key=self._prefix + key)["Body"].read()
            except ClientError as error:
                if _code(error) in _ABSENT:
                    return None
                raise

    def read_token(self, key: str) -> str:
        """The token an object was stored with; empty when it is not there or not ours."""
        with _translated():
            try:
                head = self._client.head_object(Bucket=self._bucket, Key=self._prefix + key)
            except ClientError as error:
                if _code(error) in _ABSENT:
                    return ""
                raise
        return head.get("Metadata", {}).get(_TOKEN_FIELD, "")

    def create(self, key: str, data: bytes) -> bool:
        """Write an object only when there is none; False when there is. Stores without conditions just
        write.
        """
        with _translated():
            try:
                self._client.put_object(
                    Bucket=self._bucket, Key=self._prefix + key, Body=data, IfNoneMatch="*"
                )
            except ClientError as error:
                if _code(error) in _TAKEN:
                    return False
                if _code(error) not in _UNKNOWN_CONDITION:
                    raise
                self.write(key, data)
        return True

    def write(self, key: str, data: bytes) -> None:
        """Write an object of our own book-keeping: never cached by anyone."""
        with _translated():
            self._client.put_object(
                Bucket=self._bucket,
                Key=self._prefix + key,
                Body=data,
                ContentType="application/json",
                CacheControl="no-store",
            )

    def publish(self, key: str, data: bytes, headers: ObjectHeaders) -> None:
        """Write an object that readers fetch, with its headers."""
        request: dict[str, Any] = {"ContentEncoding": headers.encoding} if headers.encoding else {}
        with _translated():
            self._client.put_object(
                Bucket=self._bucket,
                Key=self._prefix + key,
                Body=data,
                ContentType=headers.kind,
                CacheControl=headers.cache,
                Metadata={_TOKEN_FIELD: headers.token},
                **request,
            )

    def copy(self, source: str, goal: str) -> bool:
        """Copy an object inside the store, headers included; False when there is none."""
        with _translated():
            try:
                self._client.copy_object(
                    Bucket=self._bucket,
                    Key=self._prefix + goal,
                    CopySource={"Bucket": self._bucket, "Key": self._prefix + source},
                    MetadataDirective="COPY",
                )
            except ClientError as error:
                if _code(error) in _ABSENT:
                    return False
                raise
        return True

    def delete(self, key: str) -> None:
        """Delete an object that may be there. One at a time: many stores want other headers for a batch."""
        with _translated():
            self._client.delete_object(Bucket=self._bucket, Key=self._prefix + key)

    def list_keys(self, below: str = "") -> set[str]:
        """Every key below the prefix, without it."""
        found: set[str] = set()
        with _translated():
            pages = self._client.get_paginator("list_objects_v2")
            for page in pages.paginate(Bucket=self._bucket, Prefix=self._prefix + below):
                found.update(row["Key"].removeprefix(self._prefix) for row in page.get("Contents", []))
        return found
