import { expect, it } from 'vitest';
import { onnxMessage } from './errorMessage';

// As onnxruntime-web 1.30 words them.
it.each([
  [
    "Can't append execution provider: WebGPU. ERROR_CODE: 1, ERROR_MESSAGE: /x/_work/1/s/onnxruntime/core/providers/webgpu/webgpu_context.cc:208 auto onnxruntime::webgpu::WebGpuContext::Initialize(const WebGpuContextConfig &)::(lambda)::operator()() const device_result.status == wgpu::RequestDeviceStatus::Success was false. Failed to get a WebGPU device: driver says no",
    'Failed to get a WebGPU device: driver says no',
  ],
  [
    "failed to call OrtRun(). ERROR_CODE: 1, ERROR_MESSAGE: Non-zero status code returned while running MatMulNBits node. Name:'/layers.0.out.product' Status Message: /x/buffer_manager.cc:562 WGPUBuffer onnxruntime::webgpu::BufferManager::Create(size_t, wgpu::BufferUsage, bool, bool) const [ONNXRuntimeError] : 1 : FAIL : Failed to create a WebGPU compute pipeline: shader compiler crashed",
    'Failed to create a WebGPU compute pipeline: shader compiler crashed',
  ],
  ['another WebGPU EP inference session is being created.', 'another WebGPU EP inference session is being created.'],
  ['first line\nat somewhere', 'first line'],
  ['', 'no reason was given'],
])('%s', (detail, said) => expect(onnxMessage(detail)).toBe(said));
